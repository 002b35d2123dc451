import type { WalletMoreTranslation } from './index.ts';

export default {
  outTitle: 'Move to my account at the shop',
  outText: 'They arrive once the shop has confirmed it. Then they cannot come back here.',
  outAmount: 'How many',
  outHint: 'You can move up to {amount}.',
  outAll: 'All',
  outWrong: 'Please write a number from 1 to {max}.',
  outDo: 'Move {amount}',
  outDoNothing: 'Move',
  outDone: '{amount} are on their way. They arrive once the shop has confirmed it.',
  statementTitle: 'Your history as a file',
  statementText: 'If this app cannot save files, copy the text and paste it into a note or a sheet.',
  statementLabel: 'History (CSV)',
  statementFile: 'Save the file',
  statementSend: 'Send',
  statementCopy: 'Copy',
  statementCopied: 'Copied.',
  statementNotCopied: 'It could not be copied. Please select the text above and copy it.',
  statementSaved: 'Your history is being downloaded.',
  statementShow: 'Show the text',
} satisfies WalletMoreTranslation;
