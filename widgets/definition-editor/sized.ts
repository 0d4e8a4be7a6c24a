import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

/** How much of the room the text has. A page's policy refuses `style` attributes and allows what a script sets. */
class Sized extends Directive {
  render(_percent: number): unknown {
    return noChange;
  }
  override update(part: ElementPart, [percent]: [number]): unknown {
    (part.element as HTMLElement).style.setProperty('--_text-part', `${percent}%`);
    return noChange;
  }
}

export const sized = directive(Sized);
