import { tokenColor } from '../parts/token-color.ts';
import type { Monaco } from './monaco.ts';

const NAME = 'playpen';

/** Gives the editors of the page the colours that its tokens have now; `stop` ends following the system's choice. */
export function followTheme(monaco: Monaco): { name: string; stop(): void } {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const define = (): void => {
    defineTheme(monaco, dark.matches ? 'vs-dark' : 'vs');
    monaco.editor.setTheme(NAME);
  };
  define();
  dark.addEventListener('change', define);
  return { name: NAME, stop: () => dark.removeEventListener('change', define) };
}

function defineTheme(monaco: Monaco, base: 'vs' | 'vs-dark'): void {
  const rule = (token: string, name: string): { token: string; foreground: string } => ({
    token,
    foreground: hexColour(name).slice(1),
  });
  monaco.editor.defineTheme(NAME, {
    ...{ base, inherit: true },
    rules: [
      ...[rule('', '--ink'), rule('comment', '--ink-soft'), rule('keyword', '--accent')],
      ...[rule('string', '--series-2'), rule('regexp', '--series-2'), rule('number', '--series-3')],
      ...[rule('type', '--series-3'), rule('delimiter', '--ink-soft')],
    ],
    colors: {
      'editor.background': hexColour('--card'),
      'editor.foreground': hexColour('--ink'),
      'editorLineNumber.foreground': `${hexColour('--ink-soft')}99`,
      'editorLineNumber.activeForeground': hexColour('--ink'),
      'editor.lineHighlightBackground': hexColour('--sunken'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': `${hexColour('--accent')}40`,
      'editorCursor.foreground': hexColour('--accent'),
      'editorIndentGuide.background1': `${hexColour('--line')}80`,
      'editorWidget.background': hexColour('--card'),
      'editorWidget.border': hexColour('--line'),
      'editorHoverWidget.background': hexColour('--card'),
      'editorSuggestWidget.background': hexColour('--card'),
      'editorSuggestWidget.border': hexColour('--line'),
      'editorSuggestWidget.selectedBackground': hexColour('--sunken'),
      'editorSuggestWidget.selectedForeground': hexColour('--ink'),
      'editorSuggestWidget.selectedIconForeground': hexColour('--ink'),
      'editorSuggestWidget.highlightForeground': hexColour('--accent'),
      'editorSuggestWidget.focusHighlightForeground': hexColour('--accent'),
      'list.focusBackground': hexColour('--sunken'),
      'list.focusForeground': hexColour('--ink'),
      'list.hoverBackground': hexColour('--sunken'),
      'list.highlightForeground': hexColour('--accent'),
      'list.focusHighlightForeground': hexColour('--accent'),
      'quickInput.background': hexColour('--card'),
      'quickInputList.focusBackground': hexColour('--sunken'),
      'quickInputList.focusForeground': hexColour('--ink'),
      'input.background': hexColour('--paper'),
      'input.foreground': hexColour('--ink'),
      'widget.border': hexColour('--line'),
      'symbolIcon.methodForeground': hexColour('--series-3'),
      'symbolIcon.functionForeground': hexColour('--series-3'),
      // Brackets look like other marks: six colours more would say nothing.
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map(level => [
          `editorBracketHighlight.foreground${level}`,
          hexColour('--ink-soft'),
        ]),
      ),
      'editorError.foreground': hexColour('--bad'),
      'editorWarning.foreground': hexColour('--warn'),
      focusBorder: hexColour('--accent'),
    },
  });
}

/** The page's tokens as `#rrggbb`, which is all that the editor takes. */
function hexColour(token: string): string {
  const channels = tokenColor(document.body, token).match(/[\d.]+/g) ?? [];
  const digits = channels
    .slice(0, 3)
    .map(channel => Math.round(Number(channel)).toString(16).padStart(2, '0'));
  return `#${digits.join('')}`;
}
