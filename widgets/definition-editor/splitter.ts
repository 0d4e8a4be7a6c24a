import { html, type TemplateResult } from 'lit';

const STEP = 4;
export const SPLIT = { least: 25, most: 75, usual: 52 };

/** The line between text and pictures, as WAI-ARIA's window splitter: drag it, or move it with the arrows, Home and End. */
export function splitter(options: { label: string; percent: number; set: (percent: number) => void }): TemplateResult {
  const { label, percent, set } = options;
  const to = (value: number) => set(Math.round(Math.min(SPLIT.most, Math.max(SPLIT.least, value))));
  const onKey = (event: KeyboardEvent): void => {
    const value = { ArrowLeft: percent - STEP, ArrowRight: percent + STEP, Home: SPLIT.least, End: SPLIT.most }[
      event.key
    ];
    if (value === undefined) return;
    event.preventDefault();
    to(value);
  };
  const onPointer = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const box = handle.parentElement!.getBoundingClientRect();
    handle.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent) => to(((clientX - box.left) / box.width) * 100);
    handle.addEventListener('pointermove', move);
    const end = () => handle.removeEventListener('pointermove', move);
    handle.addEventListener('pointerup', end, { once: true });
    handle.addEventListener('pointercancel', end, { once: true });
  };
  return html`<div
    class="splitter"
    role="separator"
    tabindex="0"
    aria-label=${label}
    aria-orientation="vertical"
    aria-valuemin=${SPLIT.least}
    aria-valuemax=${SPLIT.most}
    aria-valuenow=${percent}
    @keydown=${onKey}
    @pointerdown=${onPointer}
  ></div>`;
}
