/** Pure: a queued mail in, subject, HTML and plain text out. */
import type { DueMail } from '../store/mail.ts';
import { escapeHtml, oneLine, paragraphs } from './clean.ts';
import { portalLink, webAddress } from './link.ts';
import { wording } from './wording.ts';
import type { Language, Wording } from './wording.ts';

export type MailContent = Pick<DueMail, 'firm' | 'recipient' | 'category' | 'digest' | 'items'> & {
  /** Where the recipient says no to more of it. */
  unsubscribeUrl?: string | null;
};

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/**
 * Several items come as one mail: reminders of one day, uploads of one burst, a digest. Somebody who is no user gets
 * no links to the portal, where they cannot log in, but those of a page of the template's own.
 */
export function renderMail(content: MailContent): RenderedMail {
  const { firm, recipient, category, digest, items: all, unsubscribeUrl } = content;
  const { language } = recipient;
  const words = wording[language];
  const firmName = oneLine(firm.name, 100);
  const items = category === 'upload' || category === 'message' || digest ? withoutRepeats(all, language) : all;
  const outside = recipient.userId === null;
  const sections: Section[] = items.map((item) => {
    const own = item.url === undefined ? null : webAddress(item.url);
    return {
      heading: oneLine(item.subject[language]),
      paragraphs: withoutGreeting(paragraphs(item.body[language])),
      label: outside && own === null ? '' : oneLine(item.link?.[language] ?? words.open, 60),
      href: own ?? (outside ? null : portalLink(firm.portalUrl, item.target)),
    };
  });
  const first = sections[0];
  if (!first) throw new Error('A mail without a single item cannot be rendered.');
  const several = sections.length > 1;
  const parts: Parts = {
    language,
    firm: firmName,
    subject: several
      ? (digest ? words.digest[digest] : words.several[category])(sections.length, firmName)
      : first.heading,
    greeting: words.greeting(oneLine(recipient.name, 100)),
    intro: several ? introOf(words, category, digest, sections.length) : null,
    several,
    // What leads to the same place needs one button, below the last that does.
    sections: sections.map((section, at) =>
      section.href === sections[at + 1]?.href ? { ...section, href: null, label: '' } : section,
    ),
    footer: outside ? [words.automatic(firmName)] : [words.automatic(firmName), words.noDocuments],
    noLink: words.noLink(firmName),
    unsubscribe: unsubscribeUrl ? { label: words.unsubscribe, href: unsubscribeUrl } : null,
  };
  return { subject: parts.subject, html: html(parts), text: text(parts) };
}

function introOf(
  words: Wording,
  category: DueMail['category'],
  digest: DueMail['digest'],
  count: number,
): string | null {
  if (digest) return words.digestIntro[digest];
  return category === 'reminder' ? words.severalIntro(count) : null;
}

/** Ten files or messages in one burst give ten items that say the same of the same; the newest stands for all of them. */
function withoutRepeats(items: DueMail['items'], language: Language): DueMail['items'] {
  const nameOf = ({ subject, body, target }: DueMail['items'][0]) =>
    [subject[language], body[language], target.instanceId ?? '', target.threadId ?? ''].join('\n');
  return [...new Map(items.map((item) => [nameOf(item), item])).values()];
}

/** The mail greets by name; a template that opens with a greeting of its own would greet twice. */
function withoutGreeting(all: string[]): string[] {
  return /^(hej|hello|hi|dear customer)[!,.]?$/i.test(all[0] ?? '') ? all.slice(1) : all;
}

interface Section {
  heading: string;
  paragraphs: string[];
  /** Empty where the next section's button stands for this one too. */
  label: string;
  href: string | null;
}

interface Parts {
  language: Language;
  firm: string;
  subject: string;
  greeting: string;
  intro: string | null;
  several: boolean;
  sections: Section[];
  footer: string[];
  noLink: string;
  unsubscribe: { label: string; href: string } | null;
}

function text(parts: Parts): string {
  const blocks = [parts.greeting];
  if (parts.intro) blocks.push(parts.intro);
  parts.sections.forEach((section, at) => {
    if (parts.several) blocks.push(`${at + 1}. ${section.heading}`);
    blocks.push(...section.paragraphs);
    if (section.label) blocks.push(section.href ? `${section.label}:\n${section.href}` : parts.noLink);
  });
  const no = parts.unsubscribe ? [`${parts.unsubscribe.label}: ${parts.unsubscribe.href}`] : [];
  blocks.push(`${parts.firm}\n\n-- \n${[...parts.footer, ...no].join('\n')}`);
  return `${blocks.join('\n\n')}\n`;
}

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
const PARAGRAPH = `margin:0 0 16px;${FONT}font-size:16px;line-height:24px;color:#1f2933;`;
const SMALL = `margin:0 0 4px;${FONT}font-size:13px;line-height:19px;color:#52606d;`;
const HEADING = `margin:0 0 8px;${FONT}font-size:17px;line-height:24px;font-weight:600;color:#1f2933;`;
// Outlook on Windows draws no padding on a link, so the colour and the padding are the cell's.
const BUTTON_CELL = 'border-radius:6px;background-color:#1f5f8b;padding:0;';
const BUTTON = `display:inline-block;padding:13px 22px;${FONT}font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:6px;`;

function html(parts: Parts): string {
  const preheader = parts.intro ?? parts.sections[0]?.paragraphs[0] ?? '';
  const sections = parts.sections.map((section, at) => sectionHtml(section, parts, at === 0)).join('\n');
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
${parts.intro ? `<p class="ink" style="${PARAGRAPH}">${escapeHtml(parts.intro)}</p>\n` : ''}${sections}
</td></tr>
<tr><td align="left" style="padding:16px 20px 32px;">
${[...parts.footer.map(escapeHtml), ...noHtml(parts)].map((line) => `<p class="quiet" style="${SMALL}">${line}</p>`).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function noHtml({ unsubscribe }: Parts): string[] {
  if (!unsubscribe) return [];
  const { label, href } = unsubscribe;
  return [`<a class="quiet" href="${escapeHtml(href)}" style="color:#52606d;">${escapeHtml(label)}</a>`];
}

function sectionHtml(section: Section, parts: Parts, first: boolean): string {
  const blocks = section.paragraphs.map(
    (p) => `<p class="ink" dir="auto" style="${PARAGRAPH}">${escapeHtml(p).replace(/\n/g, '<br>')}</p>`,
  );
  if (section.href) blocks.push(buttonHtml(section, section.href, parts.several));
  else if (section.label) blocks.push(`<p class="ink" style="${PARAGRAPH}">${escapeHtml(parts.noLink)}</p>`);
  if (!parts.several) return blocks.join('\n');
  blocks.unshift(`<h2 class="ink" dir="auto" style="${HEADING}">${escapeHtml(section.heading)}</h2>`);
  const border = first ? '' : 'border-top:1px solid #dde3e8;';
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="rule" style="${border}padding:20px 0 8px;">
${blocks.join('\n')}
</td></tr></table>`;
}

/** A screen reader's list of links must tell several buttons apart, so each carries its own heading. */
function buttonHtml(section: Section, href: string, several: boolean): string {
  const name = several ? ` aria-label="${escapeHtml(`${section.label}: ${section.heading}`)}"` : '';
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px;"><tr><td class="button" style="${BUTTON_CELL}"><a href="${escapeHtml(href)}"${name} style="${BUTTON}">${escapeHtml(section.label)}</a></td></tr></table>`;
}
