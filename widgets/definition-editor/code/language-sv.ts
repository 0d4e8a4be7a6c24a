/** Titles and descriptions of the language in Swedish, by where the schema says them. */
export const languageSv: Record<string, [title: string, description: string]> = {};
