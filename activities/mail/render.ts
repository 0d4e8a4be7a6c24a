/** Pure: a queued mail in, subject, HTML and plain text out. */
import { escapeHtml, oneLine, paragraphs } from './clean.ts';
import { taskLink } from './link.ts';
import { wording } from './wording.ts';
import type { Language } from './wording.ts';

export interface MailItem {
  instanceId: string;
  /** Texts of the definition's template, resolved, in the recipient's language. */
  subject: string;
  body: string;
  /** Text of the button; null for the usual one. */
  link: string | null;
}

export interface MailContent {
  recipient: { name: string; email: string; language: Language };
  firm: { name: string; portalUrl: string | null };
  /** One, or several that have been merged because a person gets one reminder a day. */
  items: MailItem[];
}

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

export function renderMail(content: MailContent): RenderedMail {
  const { recipient, items } = content;
  const words = wording[recipient.language];
  const firm = oneLine(content.firm.name, 100);
  const first = items[0];
  if (!first) throw new Error('A mail without a single item cannot be rendered.');
  const subject = items.length === 1 ? oneLine(first.subject) : words.severalSubject(items.length, firm);
  const sections = items.map((item) => ({
    heading: oneLine(item.subject),
    paragraphs: paragraphs(item.body),
    label: oneLine(item.link ?? words.open, 60),
    href: taskLink(content.firm.portalUrl, item.instanceId),
  }));
  const greeting = words.greeting(oneLine(recipient.name, 100));
  const intro = items.length === 1 ? null : words.severalIntro(items.length);
  const footer = [words.automatic(firm), words.noSecrets];
  return {
    subject,
    text: text({ greeting, intro, sections, footer, firm, noLink: words.noLink(firm) }),
    html: html({
      language: recipient.language,
      subject,
      greeting,
      intro,
      sections,
      footer,
      firm,
      noLink: words.noLink(firm),
    }),
  };
}

interface Section {
  heading: string;
  paragraphs: string[];
  label: string;
  href: string | null;
}

interface Parts {
  firm: string;
  greeting: string;
  intro: string | null;
  sections: Section[];
  footer: string[];
  noLink: string;
}

function text(parts: Parts): string {
  const blocks = [parts.greeting];
  if (parts.intro) blocks.push(parts.intro);
  parts.sections.forEach((section, index) => {
    if (parts.intro) blocks.push(`${index + 1}. ${section.heading}`);
    blocks.push(...section.paragraphs);
    blocks.push(section.href ? `${section.label}:\n${section.href}` : parts.noLink);
  });
  blocks.push(`${parts.firm}\n\n-- \n${parts.footer.join('\n')}`);
  return `${blocks.join('\n\n')}\n`;
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const PARAGRAPH = `margin:0 0 16px;${FONT}font-size:16px;line-height:24px;color:#1f2933;`;
// Outlook on Windows draws no padding on a link, so the colour and the padding are the cell's.
const BUTTON_CELL = 'border-radius:6px;background-color:#1f5f8b;padding:0;';
const BUTTON = `display:inline-block;padding:13px 22px;${FONT}font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:6px;`;

function html(parts: Parts & { language: Language; subject: string }): string {
  const preheader = parts.intro ?? parts.sections[0]?.paragraphs[0] ?? '';
  const several = parts.intro !== null;
  const sections = parts.sections.map((section, index) => sectionHtml(section, parts, several, index === 0)).join('\n');
  return `<!doctype html>
<html lang="${parts.language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${escapeHtml(parts.subject)}</title>
<style>
:root { color-scheme: light dark; }
@media (max-width: 480px) { .card { padding: 24px 20px !important; } .page { padding: 0 !important; } }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #14181d !important; }
  .card { background-color: #1e242b !important; border-color: #333c46 !important; }
  .ink { color: #e6eaee !important; }
  .quiet { color: #a9b4bf !important; }
  .rule { border-color: #333c46 !important; }
  .button { background-color: #8cc4ea !important; }
  .button a { color: #0d1b26 !important; }
}
</style>
</head>
<body style="margin:0;padding:0;background-color:#f3f5f7;">
<div style="display:none;max-height:0;overflow:hidden;">${escapeHtml(oneLine(preheader, 120))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td class="page" align="center" style="background-color:#f3f5f7;padding:24px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;">
<tr><td class="card" align="left" style="background-color:#ffffff;border:1px solid #dde3e8;border-radius:8px;padding:32px;">
<p class="quiet" dir="auto" style="margin:0 0 20px;${FONT}font-size:14px;line-height:20px;font-weight:600;color:#52606d;">${escapeHtml(parts.firm)}</p>
<h1 class="ink" dir="auto" style="margin:0 0 20px;${FONT}font-size:22px;line-height:28px;font-weight:600;color:#1f2933;">${escapeHtml(parts.subject)}</h1>
<p class="ink" dir="auto" style="${PARAGRAPH}">${escapeHtml(parts.greeting)}</p>
${several ? `<p class="ink" style="${PARAGRAPH}">${escapeHtml(parts.intro!)}</p>\n` : ''}${sections}
</td></tr>
<tr><td align="left" style="padding:16px 20px 32px;">
${parts.footer.map((line) => `<p class="quiet" style="margin:0 0 4px;${FONT}font-size:13px;line-height:19px;color:#52606d;">${escapeHtml(line)}</p>`).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function sectionHtml(section: Section, parts: Parts, several: boolean, first: boolean): string {
  const heading = several
    ? `<h2 class="ink" dir="auto" style="margin:0 0 8px;${FONT}font-size:17px;line-height:24px;font-weight:600;color:#1f2933;">${escapeHtml(section.heading)}</h2>\n`
    : '';
  const body = section.paragraphs
    .map((p) => `<p class="ink" dir="auto" style="${PARAGRAPH}">${escapeHtml(p).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
  const link = section.href
    ? buttonHtml(section, section.href, several)
    : `<p class="ink" style="${PARAGRAPH}">${escapeHtml(parts.noLink)}</p>`;
  const block = `${heading}${body}\n${link}`;
  if (!several) return block;
  const border = first ? '' : 'border-top:1px solid #dde3e8;';
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="rule" style="${border}padding:20px 0 8px;">\n${block}\n</td></tr></table>`;
}

/** A screen reader's list of links must tell several buttons apart, so each carries its own heading. */
function buttonHtml(section: Section, href: string, several: boolean): string {
  const name = several ? ` aria-label="${escapeHtml(`${section.label}: ${section.heading}`)}"` : '';
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px;"><tr><td class="button" style="${BUTTON_CELL}"><a href="${escapeHtml(href)}"${name} style="${BUTTON}">${escapeHtml(section.label)}</a></td></tr></table>`;
}
