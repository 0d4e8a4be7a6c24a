/** WCAG 2.2, 1.4.3: text against what is behind it. Also more than 1.4.11 asks of a focus ring (3). */
export const leastContrast = 4.5;

const hex = /^#[0-9a-f]{6}$/i;

/** `#1D5FC4`, `1d5fc4` or ` #1d5fc4 ` as `#1d5fc4`; null when it is no such colour. */
export function colourOf(written: string): string | null {
  const text = `#${written.trim().replace(/^#/, '')}`.toLowerCase();
  return hex.test(text) ? text : null;
}

/** Contrast of a colour with white, from 1 to 21. */
export function contrastWithWhite(colour: string): number {
  return 1.05 / (luminance(lightOf(colour)) + 0.05);
}

/** The colour itself, or the lightest of the same hue that white can be read on: its light, less by one factor. */
export function readableColour(colour: string): string {
  const light = lightOf(colour);
  const share = (1.05 / leastContrast - 0.05) / luminance(light);
  if (share >= 1) return colour;
  // Rounding down keeps the promise.
  const parts = light.map((part) => Math.floor(encoded(part * share) * 255));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

type Light = [number, number, number];

const luminance = ([red, green, blue]: Light): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Linear light of sRGB (IEC 61966-2-1). */
function lightOf(colour: string): Light {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Light;
}

const encoded = (light: number): number => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
