import { DAY, HOUR, MINUTE } from '../../base/clock.ts';
import type { LaterKind } from '../../community/reviews/contract.ts';

/** A later review of the demo: which first one it goes on from, and what it says. */
export interface SeedLater {
  /** The data's own id of the first review. */
  of: string;
  kind: LaterKind;
  at: number;
  stars: number;
  text: string;
}

/** What somebody might say so many days after a first review with this many stars. */
interface Said {
  product: string;
  kind: LaterKind;
  days: number;
  first: readonly number[];
  stars: number;
  text: string;
}

const said = (
  product: string,
  kind: LaterKind,
  days: number,
  first: readonly number[],
  stars: number,
  text: string,
): Said => ({ product, kind, days, first, stars, text });
const PLEASED = [4, 5];
const DOUBTFUL = [1, 2, 3];

const KOREAN: Said[] = [
  said(
    '1001',
    'month',
    31,
    PLEASED,
    5,
    '한 달 넘게 매일 앉는데 삐걱임이 없어요. 손잡이 구멍은 청소할 때 제일 고마워요.',
  ),
  said(
    '1001',
    'month',
    36,
    PLEASED,
    4,
    '한 달 써 보니 다리 끝이 바닥에 살짝 끌려요. 펠트를 붙이고 나서는 만족해요.',
  ),
  said(
    '1001',
    'month',
    29,
    PLEASED,
    3,
    '처음엔 단단했는데 한 달 지나니 나사가 조금 풀려요. 조여 주면 괜찮아요.',
  ),
  said(
    '1001',
    'using',
    104,
    PLEASED,
    4,
    '백 일쯤 쓰니 앉는 자리에 잔흠집이 생겼어요. 그래도 흔들림은 없어요.',
  ),
  said(
    '1001',
    'using',
    182,
    PLEASED,
    5,
    '반년째 식탁 옆에서 쓰고 있어요. 나무색이 깊어져서 더 마음에 들어요.',
  ),
  said(
    '1001',
    'using',
    290,
    PLEASED,
    4,
    '열 달 가까이 현관에서 신발 신을 때 써요. 물걸레로 닦아도 멀쩡해요.',
  ),
  said(
    '1001',
    'again',
    58,
    PLEASED,
    5,
    '하나로 부족해서 두 개째 들였어요. 나뭇결은 조금 다른데 높이는 똑같아요.',
  ),
  said(
    '1001',
    'returned',
    12,
    DOUBTFUL,
    2,
    '결국 돌려보냈어요. 책상 높이와 맞지 않았어요. 반품은 금방 처리됐어요.',
  ),
  said(
    '1006',
    'month',
    34,
    PLEASED,
    4,
    '한 달 지나니 가죽 냄새가 다 빠졌어요. 앉는 자리는 조금 부드러워졌고요.',
  ),
  said(
    '1012',
    'month',
    30,
    PLEASED,
    4,
    '한 달 동안 여덟 중 일곱이 잘 살아 있어요. 하나는 제가 물을 너무 자주 줬나 봐요.',
  ),
  said('1012', 'using', 121, PLEASED, 5, '넉 달째 창가에서 새잎이 나요. 돌봄 카드에 적힌 대로만 했어요.'),
  said('1016', 'month', 33, PLEASED, 5, '한 달이 지나도 꽃이 그대로예요. 물은 열흘에 한 번만 줬어요.'),
  said('1016', 'using', 150, PLEASED, 3, '꽃이 진 뒤로는 잎만 있어요. 다시 피기를 기다리는 중이에요.'),
  said('1019', 'using', 64, PLEASED, 5, '봄에 쓰고 또 꺼냈어요. 가위 날이 아직 잘 들어요.'),
  said('1019', 'again', 45, PLEASED, 5, '흙이 떨어져서 한 번 더 주문했어요. 이번에도 이틀 만에 왔어요.'),
  said(
    '1022',
    'using',
    200,
    PLEASED,
    3,
    '반년 넘게 쓰니 다리 잠금이 헐거워졌어요. 작은 카메라는 아직 괜찮아요.',
  ),
  said('1027', 'month', 32, PLEASED, 5, '매일 쓰고 식기세척기에도 돌렸는데 무늬가 그대로예요.'),
  said('1027', 'again', 70, PLEASED, 4, '선물하려고 하나 더 샀어요. 손잡이 색이 아주 살짝 달라요.'),
];

/** What decides whom a later review suits. */
interface First {
  id: string;
  product: string;
  at: number;
  stars: number;
  bought: boolean;
}

/** Who bought it and wrote long enough ago says it, the oldest first, each once. */
export function koreanLater(reviews: readonly First[], now: number): SeedLater[] {
  const taken = new Set<string>();
  const oldest = [...reviews].sort((a, b) => a.at - b.at);
  return KOREAN.toSorted((a, b) => b.days - a.days).flatMap(({ product, days, first, ...rest }) => {
    const one = oldest.find(
      (review) =>
        review.product === product &&
        review.bought &&
        first.includes(review.stars) &&
        !taken.has(review.id) &&
        review.at + days * DAY < now - DAY,
    );
    if (!one) return [];
    taken.add(one.id);
    return [{ of: one.id, ...rest, at: one.at + days * DAY + 2 * HOUR + 17 * MINUTE }];
  });
}
