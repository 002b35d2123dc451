import type { Mall } from '../../mall/malls/rules.ts';
import type { HideReason } from '../reviews/contract.ts';

/** The words of the public page of a mall's review rules. Rules are told in 합니다체. */
export interface RulesWords {
  title: (mall: string) => string;
  lead: string;
  other: string;
  sections: { heading: string; points: (mall: Mall) => string[] }[];
  hiding: {
    heading: string;
    lead: string;
    stars: string;
    table: [reason: string, count: string];
    none: string;
    restored: (count: number) => string;
  };
  reasons: Record<HideReason, string>;
  end: string;
}

const ko: RulesWords = {
  title: (mall) => `${mall} 후기 운영 기준`,
  lead: '이 쇼핑몰의 후기와 댓글이 어떻게 쓰이고 보이고 가려지는지 알려 드립니다. 실제 설정에서 그대로 만들어지는 문서입니다.',
  other: 'English',
  sections: [
    {
      heading: '누가 읽고 쓸 수 있습니까',
      points: ({ settings }) => [
        settings.read === 'everyone'
          ? '후기는 누구나 읽을 수 있습니다.'
          : '후기는 이 쇼핑몰의 회원만 읽을 수 있습니다.',
        settings.write === 'everyone'
          ? '회원과 손님 모두 쓸 수 있습니다. 로그인하지 않은 손님의 “도움돼요”는 로그인할 때까지 순위에 반영되지 않습니다.'
          : '이 쇼핑몰의 회원만 쓸 수 있습니다.',
        '상품 하나에 한 사람이 후기 하나를 씁니다. 쓴 후기는 언제든지 고칠 수 있고, 고친 기록이 남습니다.',
        '이름은 가려서 보여 드립니다(김*수). 원하시면 별명을 정할 수 있습니다.',
      ],
    },
    {
      heading: '“구매 확인”은 무엇입니까',
      points: () => [
        '쇼핑몰의 주문 기록으로 확인된 후기에만 붙습니다. 다른 방법으로는 붙일 수 없습니다.',
        '주문이 취소되거나 모두 환불되면 표시가 사라집니다.',
      ],
    },
    {
      heading: '대가를 받은 후기',
      points: ({ settings }) =>
        settings.rewardsElsewhere
          ? [
              '이 쇼핑몰은 후기를 쓴 분께 혜택을 드립니다. 그런 후기의 첫 줄에는 그 사실이 자동으로 표시됩니다.',
              '혜택은 별점과 관계가 없습니다.',
            ]
          : [
              '이 쇼핑몰은 후기를 쓴 대가를 드리지 않습니다. 드리게 되면 그런 후기의 첫 줄에 그 사실이 자동으로 표시됩니다.',
              '대가는 어떤 경우에도 별점과 관계가 없습니다.',
            ],
    },
    {
      heading: '어떤 순서로 보입니까',
      points: () => [
        '“도움순”은 도움이 되었다는 답을 통계적으로 신중하게 계산하고(윌슨 하한), 새 후기에도 자리를 나누어 드립니다.',
        '별점 평균은 보이는 모든 후기의 단순 평균입니다. 쇼핑몰이 순서나 평균을 바꿀 수 없습니다.',
      ],
    },
    {
      heading: '신고하려면',
      points: () => [
        '후기나 댓글, 찜 메모의 “신고”를 누르고 이유를 고르시면 됩니다. 누가 신고했는지는 알려지지 않습니다.',
        '쇼핑몰이 확인하고 아래의 이유에 해당하면 가립니다.',
      ],
    },
    {
      heading: '고치고, 내려받고, 지우려면',
      points: () => [
        '내가 쓴 글의 “고치기”와 “지우기”를 누르시면 됩니다. 지운 글은 다시 볼 수 없습니다.',
        '쇼핑몰에 요청하시면 내 글을 내려받거나 지울 수 있습니다. 글은 남기고 이름만 지울 수도 있습니다.',
        '내 권리를 침해한 글은 30일 동안 보이지 않게 해 달라고 쇼핑몰에 요청하실 수 있습니다. 30일이 지나면 저절로 다시 보입니다.',
      ],
    },
  ],
  hiding: {
    heading: '무엇이 어떤 이유로 가려집니까',
    lead: '정해진 이유로만 가릴 수 있습니다. 가린 후기의 수는 게시판에, 가린 후기와 댓글, 찜 메모의 수는 이 표에 그대로 나옵니다.',
    stars: '별점이 낮다는 것은 가리는 이유가 될 수 없습니다.',
    table: ['이유', '지난 12개월'],
    none: '지난 12개월 동안 가려진 글이 없습니다.',
    restored: (count) => `다시 보이게 된 글: ${count}건`,
  },
  reasons: {
    personal_data: '개인정보가 들어 있음',
    abuse: '욕설, 비방, 괴롭힘',
    spam: '광고, 도배',
    off_topic: '상품과 관계없는 내용',
    copyright: '저작권 침해',
    illegal: '법에 어긋나는 내용',
    rights_block: '권리 침해 신고에 따른 임시 조치(최대 30일)',
  },
  end: '이 문서는 쇼핑몰의 설정이 바뀌면 함께 바뀝니다.',
};

const en: RulesWords = {
  title: (mall) => `Review rules of ${mall}`,
  lead: 'How reviews and comments at this shop are written, shown and hidden. This page is made from the actual settings.',
  other: '한국어',
  sections: [
    {
      heading: 'Who may read and write',
      points: ({ settings }) => [
        settings.read === 'everyone'
          ? 'Everyone may read reviews.'
          : 'Only members of this shop may read reviews.',
        settings.write === 'everyone'
          ? 'Members and guests may write. What a guest finds helpful counts in the order once they have signed in.'
          : 'Only members of this shop may write.',
        'One review per person and product. It can be edited at any time; earlier versions stay visible as history.',
        'Names are shown masked (ab***), unless somebody chooses a public name.',
      ],
    },
    {
      heading: 'What “bought” means',
      points: () => [
        'The label comes from an order of the shop, and from nothing else.',
        'It goes away when the order is cancelled or wholly refunded.',
      ],
    },
    {
      heading: 'Rewarded reviews',
      points: ({ settings }) =>
        settings.rewardsElsewhere
          ? [
              'This shop rewards the writing of reviews. The first line of such a review says so, written automatically.',
              'The reward does not depend on the stars.',
            ]
          : [
              'This shop does not reward reviews. If it ever does, the first line of such a review says so, written automatically.',
              'A reward never depends on the stars.',
            ],
    },
    {
      heading: 'The order of reviews',
      points: () => [
        '“Most helpful” weighs the answers of readers cautiously (Wilson’s lower bound) and keeps places for fresh reviews.',
        'The star average is the plain mean of all reviews shown. The shop can change neither the order nor the average.',
      ],
    },
    {
      heading: 'How to report',
      points: () => [
        'Choose “Report” on a review, a comment or the note of a wish, and a reason. Nobody is told who reported.',
        'The shop looks at it and hides it if one of the reasons below applies.',
      ],
    },
    {
      heading: 'How to edit, export and erase',
      points: () => [
        'Choose “Edit” or “Delete” on what you wrote. What is deleted cannot be seen again.',
        'Ask the shop for a copy of what you wrote, or to have it erased. It can also keep the texts and erase only the name.',
        'If a text hurts your rights, you may ask the shop to block it for 30 days. After that it is shown again by itself.',
      ],
    },
  ],
  hiding: {
    heading: 'What is hidden, and why',
    lead: 'Only these reasons count. Hidden reviews are counted on the board, hidden reviews, comments and notes of wishes in this table.',
    stars: 'A low rating is never a reason to hide a review.',
    table: ['Reason', 'Last 12 months'],
    none: 'Nothing was hidden in the last 12 months.',
    restored: (count) => `Shown again: ${count}`,
  },
  reasons: {
    personal_data: 'Contains personal data',
    abuse: 'Insults or harassment',
    spam: 'Advertising or flooding',
    off_topic: 'Not about the product',
    copyright: 'Infringes copyright',
    illegal: 'Against the law',
    rights_block: 'Blocked for up to 30 days at the request of a person concerned',
  },
  end: 'This page changes whenever the settings of the shop change.',
};

export const RULES_WORDS = { ko, en };
