import type { ScriptMarker } from '../../protocol.ts';
import { rangeOf } from './editor-markers.ts';
import { followTheme } from './editor-theme.ts';
import { prepareMonaco } from './monaco.ts';
import type { AddedLine } from './script-types.ts';

const MARKER_OWNER = 'playpen';

export interface ScriptEditorOptions {
  container: HTMLElement;
  /** Its end says which language it is. */
  file: string;
  text: string;
  isReadOnly: boolean;
  onChange(text: string): void;
  /** Ctrl-S, or Cmd-S. */
  onSave(): void;
}

/** The editor of one script. */
export interface ScriptEditor {
  /** Puts another text into the editor; undo brings the former one back. */
  setText(text: string): void;
  /** Undo takes them out again. */
  addLines(added: readonly AddedLine[]): void;
  showMarkers(markers: readonly ScriptMarker[], severity: 'error' | 'warning'): void;
  /** Brings the place into sight, with the cursor at it. */
  goTo(marker: ScriptMarker): void;
  dispose(): void;
}

export function createScriptEditor(options: ScriptEditorOptions): ScriptEditor {
  const { container, file, text, isReadOnly } = options;
  const monaco = prepareMonaco();
  const theme = followTheme(monaco);
  const model = monaco.editor.createModel(text, undefined, monaco.Uri.file(`/${file}`));
  const editor = monaco.editor.create(container, {
    ...{ model, theme: theme.name, readOnly: isReadOnly, ariaLabel: `Script ${file}` },
    ...{ automaticLayout: true, fixedOverflowWidgets: true, minimap: { enabled: false } },
    overviewRulerBorder: false,
    ...{ fontFamily: getComputedStyle(container).getPropertyValue('--mono'), fontSize: 13, lineHeight: 20 },
    ...{ scrollBeyondLastLine: false, renderLineHighlightOnlyWhenFocus: true, tabSize: 2 },
    ...{ padding: { top: 12, bottom: 12 }, lineNumbersMinChars: 4, folding: true },
  });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => options.onSave());
  model.onDidChangeContent(() => options.onChange(model.getValue()));
  return {
    setText: replacement => {
      if (replacement === model.getValue()) return;
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: replacement }], () => null);
    },
    addLines: added => {
      const edits = added.map(({ line, text: addedText }) => ({
        range: new monaco.Range(line, 1, line, 1),
        text: addedText + model.getEOL(),
      }));
      editor.pushUndoStop();
      editor.executeEdits('playpen', edits);
      editor.pushUndoStop();
    },
    showMarkers: (markers, severity) => {
      const level = severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning;
      const lines = model.getLinesContent();
      const drawn = markers.map(marker => ({ ...rangeOf(marker, lines), severity: level }));
      monaco.editor.setModelMarkers(model, MARKER_OWNER, drawn);
    },
    goTo: marker => {
      const { startLineNumber: lineNumber, startColumn: column } = rangeOf(marker, model.getLinesContent());
      editor.setPosition({ lineNumber, column });
      editor.revealPositionInCenter({ lineNumber, column });
      editor.focus();
    },
    dispose: () => {
      theme.stop();
      editor.dispose();
      model.dispose();
    },
  };
}
