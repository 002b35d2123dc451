/** What shoppers write: about a hundred characters, each time others. */
const BEGINNINGS = [
  '생각했던 것보다 훨씬 마음에 들어요',
  '두 번째 구매인데 역시 좋네요',
  '배송이 빨라서 주말에 바로 입었어요',
  '사진과 색이 거의 같아서 안심했어요',
  '선물로 샀는데 받는 사람이 좋아했어요',
  '처음에는 조금 컸지만 세탁하니 잘 맞아요',
  '가격을 생각하면 아주 만족스러운 편이에요',
];
const MIDDLES = [
  '바느질이 꼼꼼하고 실밥도 없었습니다',
  '원단이 얇지 않아서 비치지 않고 편해요',
  '허리가 편해서 하루 종일 앉아 있어도 괜찮아요',
  '키 165에 보통 체형인데 길이가 딱 좋았어요',
  '소매가 조금 길지만 접어 입으면 예뻐요',
];
const ENDS = [
  '다른 색도 하나 더 살까 생각하고 있어요. 추천합니다!',
  '세탁 후에도 줄지 않았고 모양이 그대로예요. 잘 입을게요.',
  '포장도 깔끔해서 기분이 좋았어요. 다음에도 여기서 살게요.',
];
const COLOURS = ['블루', '화이트', '블랙', '베이지'];

const one = (list: readonly string[], number: number): string => list[number % list.length] ?? '';

export const textOf = (number: number): string =>
  `${one(BEGINNINGS, number)}. ${one(MIDDLES, number >> 1)}, ${one(ENDS, number >> 2)} ${number}`;

/** Mostly good, as everywhere. */
export const starsOf = (number: number): number => [5, 4, 5, 3, 5, 4, 5, 5, 1, 2][number % 10] ?? 5;
export const colourOf = (number: number): string => one(COLOURS, number);
