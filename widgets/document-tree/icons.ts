import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const icon = (paths: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    ${paths}
  </svg>`;

export const icons = {
  chevron: icon(svg`<path d="m8 5.5 4.5 4.5L8 14.5" />`),
  folder: icon(
    svg`<path class="fill" d="M2.8 5.7c0-.8.6-1.4 1.4-1.4h3.4l1.8 2h6.4c.8 0 1.4.6 1.4 1.4v6.6c0 .8-.6 1.4-1.4 1.4H4.2c-.8 0-1.4-.6-1.4-1.4z" />`,
  ),
  file: icon(
    svg`<path d="M5 3.2h6.2L15 7v9c0 .5-.4.8-.8.8H5.8c-.4 0-.8-.3-.8-.8zM11 3.4V7h3.8M7.6 10.5h4.8M7.6 13.2h4.8" />`,
  ),
  image: icon(
    svg`<path d="M3.5 4h13v12h-13zM3.8 13.6l3.7-3.8 3 3 2.2-2 3.6 3.4" /><circle cx="12.6" cy="7.6" r="1.1" />`,
  ),
  download: icon(svg`<path d="M10 3.5v9m-3.6-3.4L10 12.7l3.6-3.6M4 16.3h12" />`),
  upload: icon(svg`<path d="M10 13V4M6.4 7.4 10 3.8l3.6 3.6M4 16.3h12" />`),
  check: icon(svg`<path d="m4.3 10.6 3.6 3.6 7.8-8.4" />`),
  cross: icon(svg`<path d="m5 5 10 10M15 5 5 15" />`),
  more: icon(svg`<path d="M5 10h.01M10 10h.01M15 10h.01" stroke-width="2.4" />`),
  retry: icon(svg`<path d="M15.8 10a5.8 5.8 0 1 1-1.9-4.3M15.8 3v3.4h-3.4" />`),
  previous: icon(svg`<path d="M12 5.5 7.5 10l4.5 4.5" />`),
  plus: icon(svg`<path d="M10 4v12M4 10h12" />`),
  minus: icon(svg`<path d="M4 10h12" />`),
  warning: icon(svg`<path d="M10 3.4 17.4 16.4H2.6zM10 8.2v4m0 1.8v.4" />`),
};
