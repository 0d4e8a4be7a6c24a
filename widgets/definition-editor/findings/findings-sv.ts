type Sentence = (names: string[], message: string) => string;

/** The sentences of findings in Swedish, by code; `names` are what the English sentence quotes. */
export const findingsSv: Partial<Record<string, Sentence>> = {};
