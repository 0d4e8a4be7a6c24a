import { type Measure, measureText } from '../../../definitions/draw/measure.ts';

const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The true width of texts in the font that an element is shown in. */
export function measureWith(element: HTMLElement): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return measureText;
  const { fontFamily } = getComputedStyle(element);
  return (text, { sizePx, bold, mono }) => {
    context.font = `${bold ? '600 ' : ''}${sizePx}px ${mono ? MONO : fontFamily}`;
    return context.measureText(text).width;
  };
}
