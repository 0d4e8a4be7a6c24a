import { html } from '../html.ts';
import type { SimulatedPerson } from './simulator.ts';

/** The simulator's "app": which log-in waits, and who to be. */
export function simulatorPage(shown: {
  people: SimulatedPerson[];
  orders: { orderRef: string }[];
  redirect: string | null;
}): string {
  const { people, orders, redirect } = shown;
  // The newest log-in is the one that somebody has just begun.
  const order = orders.at(-1);
  const choose = html`<form method="post" action="/app">
    <input type="hidden" name="order" value="${order?.orderRef ?? ''}" />
    <input type="hidden" name="redirect" value="${redirect ?? ''}" />
    <p>Vem vill du vara? / Who do you want to be?</p>
    <ul>
      ${people.map(
        ({ personalNumber, name }) =>
          html`<li><button name="person" value="${personalNumber}">${name}, ${personalNumber}</button></li>`,
      )}
    </ul>
    <p><button name="cancel" value="1">Avbryt / Cancel</button></p>
  </form>`;
  const nothing = html`<p>
    Ingen inloggning väntar. Börja en i Arende och ladda om sidan. / No log-in is waiting. Begin one and reload.
  </p>`;
  return html`<!doctype html>
    <html lang="sv">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>BankID-simulator</title>
      </head>
      <body>
        <h1>BankID-simulator</h1>
        <p>
          Det här är inte BankID. Sidan låtsas vara appen i en demo, med Skatteverkets testnummer. / This is not BankID.
        </p>
        ${order ? choose : nothing}
      </body>
    </html>`.markup;
}
