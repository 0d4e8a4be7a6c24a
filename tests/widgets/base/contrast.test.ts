import { expect, test } from 'vitest';
import { colourOf, contrastWithWhite, leastContrast, readableColour } from '../../../widgets/base/contrast.ts';

test('a colour that white cannot be read on gets the lightest of its hue that it can, and others stay', () => {
  expect([contrastWithWhite('#ffffff'), contrastWithWhite('#000000')]).toEqual([1, 21]);
  // The example of WCAG's own techniques, G18: the lightest grey on white.
  expect(contrastWithWhite('#767676')).toBeCloseTo(4.54, 2);
  expect(readableColour('#767676')).toBe('#767676');
  for (const colour of ['#ffb300', '#777777', '#00ff00', '#ff0000', '#ffffff', '#8fb8ff', '#ff69b4']) {
    const better = readableColour(colour);
    expect(contrastWithWhite(better), better).toBeGreaterThanOrEqual(leastContrast);
    expect(contrastWithWhite(better), better).toBeLessThan(leastContrast + 0.12);
  }
  expect(['1D5FC4', ' #1d5fc4 ', '#12', 'red'].map(colourOf)).toEqual(['#1d5fc4', '#1d5fc4', null, null]);
});
