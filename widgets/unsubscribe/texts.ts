import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Sluta få mejl',
  stop: (firm: string) => `Sluta få de här mejlen från ${firm}?`,
  stopText: 'Det du behöver göra påminner vi om ändå. Allt finns kvar när du loggar in.',
  stopButton: 'Sluta mejla mig',
  stopped: (firm: string) => `${firm} mejlar dig inte om det här längre`,
  stoppedText: 'Allt finns kvar när du loggar in.',
  again: 'Mejla mig igen',
  inSettings: 'Du slår på det igen under Inställningar, Aviseringar när du har loggat in.',
  byFirm: (firm: string) => `Ångrar du dig ber du ${firm} att lägga till dig igen.`,
  overTitle: 'Länken gäller inte',
  overText: 'Öppna länken i ett nyare mejl, eller välj under Inställningar, Aviseringar när du har loggat in.',
};

const en: typeof sv = {
  heading: 'Stop getting mails',
  stop: (firm) => `Stop getting these mails from ${firm}?`,
  stopText: 'You are reminded all the same of what you have to do. Everything is there when you log in.',
  stopButton: 'Stop mailing me',
  stopped: (firm) => `${firm} no longer mails you about this`,
  stoppedText: 'Everything is there when you log in.',
  again: 'Mail me again',
  inSettings: 'You switch it on again under Settings, Notifications when you have logged in.',
  byFirm: (firm) => `If you change your mind, ask ${firm} to add you again.`,
  overTitle: 'The link is not valid',
  overText: 'Open the link in a newer mail, or choose under Settings, Notifications when you have logged in.',
};

export const unsubscribeTexts: Texts<typeof sv> = { sv, en };
