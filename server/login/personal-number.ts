import Personnummer from 'personnummer';

/**
 * A personal or coordination number as twelve digits, or null when it is none. Ten digits with a plus or minus are
 * completed with their century.
 */
export function personalNumberOf(text: string): string | null {
  const bare = text.trim();
  if (!/^(\d{2})?\d{6}[-+ ]?\d{4}$/.test(bare) || !Personnummer.valid(bare.replace(' ', '-'))) return null;
  return Personnummer.parse(bare.replace(' ', '-')).format(true);
}
