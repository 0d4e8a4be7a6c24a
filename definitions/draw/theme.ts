import type { Tone } from '../language/types.ts';

export type Theme = 'light' | 'dark' | 'page';

interface Palette {
  /** Null: the page's own. */
  page: string | null;
  text: string;
  muted: string;
  line: string;
  hair: string;
  edge: string;
  node: string;
  group: string;
  label: string;
  accent: string;
  tones: Record<Tone, string>;
}

const LIGHT: Palette = {
  page: '#ffffff',
  text: '#1b1d21',
  muted: '#596069',
  line: '#9aa1ab',
  hair: '#d9dde2',
  edge: '#6b727c',
  node: '#ffffff',
  group: '#f6f7f9',
  label: '#ffffff',
  accent: '#1d5fc4',
  tones: { neutral: '#6b727c', info: '#1d5fc4', success: '#16693a', warning: '#855300', danger: '#b3261e' },
};

const DARK: Palette = {
  page: '#16181c',
  text: '#eceef1',
  muted: '#a9b0ba',
  line: '#6d7580',
  hair: '#3a3f47',
  edge: '#9aa1ab',
  node: '#1e2024',
  group: '#1a1c20',
  label: '#23262b',
  accent: '#8fb8ff',
  tones: { neutral: '#b8bec8', info: '#8fb8ff', success: '#7bd29b', warning: '#f0bd66', danger: '#ff9d94' },
};

/** The widgets' tokens (widgets/base/styles.ts); a page without them gets the light colours. */
const PAGE: Palette = {
  page: null,
  text: 'currentColor',
  muted: 'var(--_muted, #596069)',
  line: 'var(--_control, #9aa1ab)',
  hair: 'var(--_border, #d9dde2)',
  edge: 'var(--_muted, #6b727c)',
  node: 'var(--_surface, #ffffff)',
  group: 'var(--_hover, #f6f7f9)',
  label: 'var(--_surface, #ffffff)',
  accent: 'var(--_accent, #1d5fc4)',
  tones: {
    neutral: 'var(--_neutral, #6b727c)',
    info: 'var(--_info, #1d5fc4)',
    success: 'var(--_success, #16693a)',
    warning: 'var(--_warning, #855300)',
    danger: 'var(--_danger, #b3261e)',
  },
};

export const palette = (theme: Theme): Palette => ({ light: LIGHT, dark: DARK, page: PAGE })[theme];
