import { html, type TemplateResult } from 'lit';
import type { Finding } from '../../definitions/language/check.ts';
import type { Language } from '../base/locale.ts';
import { sentenceOf } from './findings/sentences.ts';
import { editorTexts } from './texts.ts';

/** Every finding with its place; pressing one leads there. */
export function problemList(findings: Finding[], language: Language, goTo: (finding: Finding) => void): TemplateResult {
  const t = editorTexts[language];
  if (findings.length === 0) return html`<p class="calm"><b>${t.noProblems}.</b> ${t.noProblemsText}</p>`;
  return html`<ul class="problems">
    ${findings.map(
      (finding) =>
        html`<li>
          <button type="button" class="bare" @click=${() => goTo(finding)}>
            <span class="mark ${finding.severity}" aria-hidden="true"></span>
            <span class="what">${sentenceOf(finding, language)}</span>
            <span class="muted small">${t.line(finding.line)} · <code>${finding.code}</code></span>
          </button>
        </li>`,
    )}
  </ul>`;
}
