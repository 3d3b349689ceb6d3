import { readableCharts } from './charts.ts';
import { previewDisplay } from './display.ts';
import { localTimes } from './times.ts';
import { countPhrase, previewProtection, previewReduction } from './previews.ts';
import { passwordRules, revealButtons } from './passwords.ts';

/** Adds to a part of the page what only script can do. Called for the page and for every dialog. */
export function enhance(root: ParentNode): void {
  localTimes(root);
  revealButtons(root);
  passwordRules(root);
  readableCharts(root);
  root.querySelectorAll<HTMLFormElement>('[data-display]').forEach(previewDisplay);
  root.querySelectorAll<HTMLFormElement>('[data-protect]').forEach(previewProtection);
  root.querySelectorAll<HTMLFormElement>('[data-reduce]').forEach(previewReduction);
  root.querySelectorAll<HTMLElement>('[data-phrase]').forEach(countPhrase);
}
