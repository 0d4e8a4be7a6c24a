import { css, html, nothing, type TemplateResult } from 'lit';
import { field, fieldStyles } from '../base/fields.ts';
import { callOwn } from '../base/own.ts';
import { asProblem } from '../base/problem.ts';
import type { ArendeLogin } from './login.ts';
import { loginTexts } from './texts.ts';

/** What does not need BankID: e-mail and password, a new password, a firm of one's own. Fetched when somebody wants it. */
export function formView(host: ArendeLogin): TemplateResult {
  const t = loginTexts[host.language];
  const { view } = host;
  if (view === 'forgot') {
    return form(host, t.forgotTitle, t.forgotText, [email(t.email)], t.sendLink, async (data) => {
      await callOwn('/v1/login/password/forgot', { body: { email: data.email, ...firmOf(host) } });
      host.notice = t.linkSent;
      host.view = 'password';
    });
  }
  if (view === 'reset') {
    const fields = [password(t.newPassword, 'new-password', t.passwordHint)];
    return form(host, t.resetTitle, '', fields, t.save, async (data) => {
      await callOwn('/v1/login/password/reset', { body: { token: host.token, password: data.password } });
      host.notice = t.saved;
      host.view = 'password';
    });
  }
  if (view === 'invitation') {
    const name = field(
      t.yourName,
      html`<input
        id="name"
        name="name"
        required
        maxlength="120"
        autocomplete="name"
        .value=${host.invited?.name ?? ''}
      />`,
      'name',
    );
    const fields = [name, password(t.newPassword, 'new-password', t.passwordHint)];
    return form(host, t.welcome(host.invited?.firm ?? ''), t.onlyWithout, fields, t.accept, async (data) => {
      const body = { token: host.token, name: data.name, password: data.password };
      host.enter((await callOwn<{ next: string }>('/v1/login/invitation/password', { body })).next);
    });
  }
  if (view === 'firm') {
    const name = field(
      t.firmName,
      html`<input id="name" name="name" required maxlength="120" autocomplete="organization" />`,
      'name',
    );
    return form(host, t.startTitle, t.startText, [name], t.start, async (data) => {
      host.enter((await callOwn<{ next: string }>('/v1/portal/firms', { body: { name: data.name } })).next);
    });
  }
  const fields = [email(t.email), password(t.password, 'current-password')];
  const forgot = html`<button type="button" class="bare" @click=${() => host.show('forgot')}>${t.forgot}</button>`;
  return form(
    host,
    t.logIn,
    t.onlyWithout,
    fields,
    t.logIn,
    async (data) => {
      const body = { email: data.email, password: data.password, ...host.where() };
      host.enter((await callOwn<{ next: string }>('/v1/login/password', { body })).next);
    },
    forgot,
  );
}

const firmOf = (host: ArendeLogin) => (host.firm ? { firm: host.firm } : {});

const email = (label: string) =>
  field(
    label,
    html`<input id="email" name="email" type="email" required maxlength="200" autocomplete="username" />`,
    'email',
  );

const password = (label: string, autocomplete: string, hint = '') =>
  field(
    label,
    html`<input
      id="password"
      name="password"
      type="password"
      required
      maxlength="200"
      autocomplete=${autocomplete}
      aria-describedby=${hint ? 'password-hint' : nothing}
    />`,
    'password',
    hint,
  );

function form(
  host: ArendeLogin,
  title: string,
  text: string,
  fields: TemplateResult[],
  submit: string,
  send: (data: Record<string, string>) => Promise<void>,
  more: unknown = nothing,
): TemplateResult {
  const t = loginTexts[host.language];
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (host.busy) return;
    host.busy = true;
    host.notice = '';
    host.mistake = '';
    const data = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    try {
      await send(data);
    } catch (error) {
      const problem = asProblem(error);
      host.mistake = problem.fields[0] ? host.say(problem.fields[0].text) : host.sentence(problem);
    } finally {
      host.busy = false;
    }
  };
  return html`<form class="form" method="post" @submit=${onSubmit}>
    <h2>${title}</h2>
    ${text ? html`<p class="muted">${text}</p>` : nothing}
    ${host.notice ? html`<p class="notice" role="status">${host.notice}</p>` : nothing}
    ${host.mistake ? html`<p class="mistake" role="alert">${host.mistake}</p>` : nothing} ${fields}
    <div class="buttons">
      <button class="primary" ?aria-disabled=${host.busy}>${submit}</button>
      ${more}
      <button type="button" class="bare" @click=${() => host.show('ways')}>${t.back}</button>
    </div>
  </form>`;
}

export const styles = css`
  ${fieldStyles}
  .form {
    display: grid;
    gap: 0.9em;
  }
  .form .buttons {
    display: grid;
  }
`;
