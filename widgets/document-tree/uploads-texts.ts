import type { Texts } from '../base/locale.ts';

const files = (count: number) => (count === 1 ? '1 fil' : `${count} filer`);
const sv = {
  uploads: 'Uppladdningar',
  waits: 'väntar',
  uploaded: 'klar',
  inFolder: (folder: string) => `i ${folder}`,
  percent: (percent: number) => `${percent} %`,
  cancelOf: (name: string) => `Avbryt ${name}`,
  retryOf: (name: string) => `Försök igen med ${name}`,
  hide: 'Dölj',
  hideOf: (name: string) => `Ta bort ${name} ur listan`,
  hideDone: 'Rensa klara',
  allUploaded: (count: number, folder: string) => `${files(count)} uppladdad${count === 1 ? '' : 'e'} i ${folder}.`,
  oneFailed: (name: string, why: string) => `${name} laddades inte upp. ${why}`,
  tooLarge: (limit: string) => `Filen är för stor. Största storlek är ${limit}.`,
  brokenConnection: 'Anslutningen bröts. Försök igen.',
  isFolder: 'Det här är en mapp. Öppna den och dra in filerna i stället.',
  notUploaded: 'Servern tog inte emot filen. Försök igen om en stund.',
};

const filesEn = (count: number) => (count === 1 ? '1 file' : `${count} files`);
const en: typeof sv = {
  uploads: 'Uploads',
  waits: 'waits',
  uploaded: 'done',
  inFolder: (folder) => `in ${folder}`,
  percent: (percent) => `${percent}%`,
  cancelOf: (name) => `Cancel ${name}`,
  retryOf: (name) => `Try again with ${name}`,
  hide: 'Hide',
  hideOf: (name) => `Remove ${name} from the list`,
  hideDone: 'Clear done',
  allUploaded: (count, folder) => `${filesEn(count)} uploaded to ${folder}.`,
  oneFailed: (name, why) => `${name} was not uploaded. ${why}`,
  tooLarge: (limit) => `The file is too large. The largest size is ${limit}.`,
  brokenConnection: 'The connection broke. Try again.',
  isFolder: 'This is a folder. Open it and drag in the files instead.',
  notUploaded: 'The server did not take the file. Try again in a while.',
};

export const uploadsTexts: Texts<typeof sv> = { sv, en };
