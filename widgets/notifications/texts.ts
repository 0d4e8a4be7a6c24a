import type { Texts } from '../base/locale.ts';

const sv = {
  heading: 'Aviseringar',
  bell: (unseen: number) => (unseen === 0 ? 'Aviseringar' : `Aviseringar, ${unseen} ${unseen === 1 ? 'ny' : 'nya'}`),
  unseen: 'Ny',
  show: 'Visa',
  all: 'Alla',
  onlyUnseen: 'Olästa',
  markAll: 'Markera alla som lästa',
  markOne: (subject: string) => `Markera som läst: ${subject}`,
  marked: 'Alla är markerade som lästa.',
  failed: 'Det gick inte att markera',
  more: 'Visa äldre',
  toAll: 'Visa alla aviseringar',
  today: 'I dag',
  yesterday: 'I går',
  emptyTitle: 'Inga aviseringar än',
  emptyText: 'Det du får veta i mejl om uppgifter, dokument och meddelanden står också här.',
  noneUnseenTitle: 'Allt är läst',
  noneUnseenText: 'Nytt hamnar här av sig självt.',
};

const en: typeof sv = {
  heading: 'Notifications',
  bell: (unseen) => (unseen === 0 ? 'Notifications' : `Notifications, ${unseen} new`),
  unseen: 'New',
  show: 'Show',
  all: 'All',
  onlyUnseen: 'Unread',
  markAll: 'Mark all as read',
  markOne: (subject) => `Mark as read: ${subject}`,
  marked: 'All are marked as read.',
  failed: 'That could not be marked',
  more: 'Show older',
  toAll: 'Show all notifications',
  today: 'Today',
  yesterday: 'Yesterday',
  emptyTitle: 'No notifications yet',
  emptyText: 'What you are told by e-mail about tasks, documents and messages stands here too.',
  noneUnseenTitle: 'Everything is read',
  noneUnseenText: 'What is new appears here by itself.',
};

export const notificationTexts: Texts<typeof sv> = { sv, en };
