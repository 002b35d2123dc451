import { fileOf, save } from '../core/download.ts';
import { ProblemShowEvent } from '../core/events.ts';
import { problemWords } from '../core/problem-words.ts';
import { problemOf } from '../core/problems.ts';
import { walletMoreWords } from '../core/strings/points.ts';
import type { PointsHost } from './host.ts';

/** Browsers inside of other apps drop a download without a word. */
const INSIDE = /KAKAOTALK|NAVER\(inapp|Instagram|FBAN|FBAV|Line\/|DaumApps|everytimeApp|BAND\/|; wv\)/i;

export const fileName = (): string => `points-${new Date().toISOString().slice(0, 10)}.csv`;

/** Fetches the statement as its owner, and hands it over: as a file, or where that cannot be as a text to take along. */
export async function saveStatement(host: PointsHost): Promise<void> {
  const words = host.words!;
  const set = (isSaving: boolean) => {
    host.isSaving = isSaving;
    host.requestUpdate();
  };
  set(true);
  try {
    const [file] = await Promise.all([
      fileOf(host.side!, 'me/points/statement.csv', words.lang),
      walletMoreWords(words),
    ]);
    const show = () => void host.open({ kind: 'statement', file });
    if (INSIDE.test(navigator.userAgent)) show();
    else {
      save(file, fileName());
      // Nobody can know whether it has arrived: the text is one tap away.
      host.notify(words.t('statementSaved'), [
        { label: words.t('statementShow'), run: show },
        { label: words.t('close'), run: () => {} },
      ]);
    }
  } catch (error) {
    const problem = problemOf(error);
    await words.more();
    host.dispatchEvent(new ProblemShowEvent({ code: problem.code }));
    host.notify(problemWords(words, problem));
  } finally {
    set(false);
  }
}
