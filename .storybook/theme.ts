import { create, type ThemeVars } from 'storybook/theming';

const MARK =
  '<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" style="vertical-align:-3px;margin-right:8px">' +
  '<path d="M2 5h12M2 8h8M2 11h10" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>';

/** The colours of stories/styles/base.css, for what Storybook draws around them. */
const COLOURS = {
  light: {
    page: '#ffffff',
    surface: '#f6f7f9',
    line: '#e0e3e8',
    lineStrong: '#858c98',
    text: '#1a1d23',
    muted: '#586070',
    accent: '#2f5bd7',
    onAccent: '#ffffff',
  },
  dark: {
    page: '#16181c',
    surface: '#1e2126',
    line: '#343941',
    lineStrong: '#6f7885',
    text: '#e9ebee',
    muted: '#a3abb8',
    accent: '#8aabff',
    onAccent: '#10131a',
  },
};

/** The product's name and colours, light or dark as the system says. */
export function playgroundTheme(): ThemeVars {
  const base = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const { page, surface, line, lineStrong, text, muted, accent, onAccent } = COLOURS[base];
  return create({
    base,
    brandTitle: `<strong style="color:${accent}">${MARK}react-event-source</strong>`,
    brandUrl: './',
    brandTarget: '_self',
    colorPrimary: accent,
    colorSecondary: accent,
    appBg: surface,
    appContentBg: page,
    appPreviewBg: page,
    appBorderColor: line,
    appBorderRadius: 10,
    textColor: text,
    textInverseColor: onAccent,
    textMutedColor: muted,
    barBg: page,
    barTextColor: muted,
    barHoverColor: accent,
    barSelectedColor: accent,
    buttonBg: surface,
    buttonBorder: line,
    inputBg: page,
    inputBorder: lineStrong,
    inputTextColor: text,
    fontBase: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
    fontCode: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  });
}
