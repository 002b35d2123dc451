/**
 * What a search needs to know of Korean: which syllables at a word's end are particles and endings, and where inside a word
 * another one may begin. Pure; lists of what is common, no grammar.
 */

export const FIRST_SYLLABLE = 0xac00;
export const LAST_SYLLABLE = 0xd7a3;
export const isSyllable = (char: string): boolean => {
  const code = char.charCodeAt(0);
  return code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE;
};
/** How many syllables share a beginning and a vowel: the open one, then those with each final consonant. */
export const FINALS = 28;
export const finalOf = (char: string): number => (char.charCodeAt(0) - FIRST_SYLLABLE) % FINALS;
const FINAL_B = 17;
const withoutFinal = (char: string): string => String.fromCharCode(char.charCodeAt(0) - finalOf(char));

/** Taken off the end of a query's word, one after the other, while two syllables are left. */
const TAILS = new Set(
  (
    '은 는 이 가 을 를 에 의 도 만 로 와 과 랑 들 나 든 라 께 ' +
    '으로 에서 에게 한테 부터 까지 보다 처럼 같이 마다 밖에 조차 마저 이나 이랑 하고 이라 라도 ' +
    '요 죠 고 며 면 서 게 지 다 네 니 던 ' +
    '어요 아요 에요 예요 네요 군요 지요 게요 구요 고요 세요 습니다 니다 니까 어서 아서 면서 지만 는데 은데 인데 한데 던데 거든요 도록 ' +
    '하 해 했 합 한 할 함 하는 하여 되 돼 됐 됩 된 될 됨 되는 인 일 임 였 었 았 겠 워 웠 운 우 으 입 드려 드립 드리 시 셨 십'
  ).split(' '),
);
const LONGEST_TAIL = 3;

/** Particles that hardly any noun ends with: a noun of one syllable loses these too. */
const PLAIN_PARTICLES = new Set('은는을를');

/** A query's word without its particles and endings. What is left begins the word, so it finds all that the word would. */
export function withoutTails(units: readonly string[]): string[] {
  const [first = '', second = ''] = units;
  if (units.length === 2 && PLAIN_PARTICLES.has(second) && !WORDS_OF_TWO.has(first + second)) return [first];
  let left = [...units];
  for (let round = 0; round < 4; round++) {
    let length = Math.min(LONGEST_TAIL, left.length - 2);
    while (length > 0 && !TAILS.has(left.slice(-length).join(''))) length--;
    if (length <= 0) break;
    left = left.slice(0, -length);
  }
  // "부드럽고" and "부드러워요" meet at "부드러".
  const last = left.at(-1);
  if (left.length < units.length && last && finalOf(last) === FINAL_B)
    left = [...left.slice(0, -1), withoutFinal(last)];
  return left;
}

/** Ends of a word that are nothing but an ending. */
const ONLY_ENDING =
  /^(?:(?:하|했|해|합|되|됐|돼|됩|이|였|겠|입|인|드려|드립|스러|스럽|러워|거)?(?:요|어요|아요|에요|예요|네요|군요|지요|습니다|니다|는데요?|은데요?|인데요?|던데요?|지만|면서|니까|어서|아서|거든요|구요|고요|게요|세요|다)|하고|하면|해서|하는|하지|하게|하기|하며|하니|했던|되고|되는|에서|에는|에도|으로|로도|으론|부터|까지|보다|처럼|이나|이고|이라|이라서|라서|라고|이랑|한테|에게|마다|밖에|조차|이면|이며|같아|같아요|같은|같습니다|아서|어서|지도|지는|려고|거나|다가|다고|다는|다면|면은|인지|인데|들이|들은|들도|들을)$/;
/** Syllables that no Korean word begins with. */
const NEVER_FIRST = new Set('는를을른럽롭렵렀랐뻤었았였겠습읍죠됐했던둥웠셨렇랗뜻께럼뿐듯며');
/** Particles so common that one syllable before them is hardly ever a word that somebody looks for... */
const AFTER_ONE = new Set('은는을를에이가도');
/** ...but for these: adjectives, and nouns whose last syllable looks like a particle. */
const WORDS_OF_TWO = new Set(
  (
    '좋은 작은 많은 적은 얇은 굵은 짧은 넓은 높은 깊은 낮은 밝은 짙은 같은 늦은 맑은 붉은 옅은 찮은 젊은 낡은 ' +
    '가을 마을 노을 있는 없는 맞는 길이 높이 깊이 넓이 차이 사이 아이 종이 나이 오이 놀이 먹이 구이 걸이 꽂이 덮이 많이 같이 물이 ' +
    '평가 추가 증가 단가 원가 휴가 요가 작가 정가 물가 특가 국가 유가 할가 온도 각도 속도 강도 농도 밀도 습도 난도 용도 지도 포도 정도 의도 태도 수도 채도 명도 선도 만도'
  ).split(' '),
);

/** Whether a search may begin at this syllable of a word. */
export function mayBegin(units: readonly string[], at: number): boolean {
  if (NEVER_FIRST.has(units[at]!)) return false;
  const end = units.slice(at).join('');
  if (end.length === 2 && AFTER_ONE.has(end[1]!)) return WORDS_OF_TWO.has(end);
  return !ONLY_ENDING.test(end);
}

/** Nouns of one syllable that lean on the word before them, with whatever ending. */
const LEANING = new Set('중후전시때것번개용');

/** True of such a noun. */
export const leans = (units: readonly string[]): boolean => {
  if (!LEANING.has(units[0]!)) return false;
  const rest = units.slice(1).join('');
  return TAILS.has(rest) || ONLY_ENDING.test(rest);
};
