import type { MallSettings } from '../../../mall/malls/contract.ts';
import type { StoryState } from './contract.ts';

/** Stories that one member may keep to themselves. */
export const MOST_DRAFTS = 200;

/** What becomes of a story when its author says how it is to stand. */
export type Move = 'none' | 'publish' | 'unpublish' | 'refused';

/** What the mall has hidden its author may delete, and nothing else: else it would be shown again in a new dress. */
const MOVES: Readonly<Record<StoryState, Readonly<Record<'draft' | 'shown', Move>>>> = {
  draft: { draft: 'none', shown: 'publish' },
  shown: { draft: 'unpublish', shown: 'none' },
  hidden: { draft: 'refused', shown: 'refused' },
};
export const moveOf = (from: StoryState, to: 'draft' | 'shown' | undefined): Move =>
  from === 'hidden' ? 'refused' : MOVES[from][to ?? from];

/** Whether there is anything to be shown. */
export const mayBeShown = (story: { text: string; media: number }): boolean =>
  story.text !== '' || story.media > 0;

/** Whether the mall gives points for what stories sell. */
export const rewardsSales = ({ points }: Pick<MallSettings, 'points'>): boolean =>
  points.saleRate > 0 && points.budgets.sale > 0;

/**
 * The first line of a story from now on. Made when it is shown while the mall rewards what its marks sell, and then it
 * stays as it is, whatever becomes of the mall's terms, until the story marks nothing any more.
 *
 * @param before as it stands; null: none
 */
export function disclosureOf(
  before: string | null,
  story: { isShown: boolean; products: number },
  settings: Pick<MallSettings, 'points' | 'locale'>,
): string | null {
  if (story.products === 0) return null;
  if (before !== null || !story.isShown || !rewardsSales(settings)) return before;
  const { name } = settings.points;
  if (settings.locale === 'ko')
    return `[광고] 이 이야기에 담긴 상품을 사시면 글쓴이가 ${object(name?.ko ?? name?.en ?? '적립금')} 받습니다.`;
  return `[Paid links] The author earns ${name?.en ?? name?.ko ?? 'points'} when you buy what is marked in this story.`;
}

/** A Korean noun as what somebody gets. */
function object(noun: string): string {
  const last = noun.codePointAt(noun.length - 1) ?? 0;
  const isSyllable = last >= 0xac00 && last <= 0xd7a3;
  // Of what is no syllable nobody can tell how it ends when it is said.
  if (!isSyllable) return `${noun}을(를)`;
  return noun + ((last - 0xac00) % 28 === 0 ? '를' : '을');
}
