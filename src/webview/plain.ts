import { readGiven, savedState } from './given.ts';

/* Starts the plain page of an issue. Saves which issue it is, and sends the message of a button that the user selects. */

const api = acquireVsCodeApi();
const given = readGiven();
api.setState({ ...savedState(api, given), ...given.kept });
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-message]')) {
  button.addEventListener('click', () => {
    api.postMessage(JSON.parse(button.dataset['message'] ?? ''));
  });
}
