import { FIVE_LEVELS, type LevelDefinition, level } from './levels/contract.ts';

/**
 * The nineteen levels of Knowledge-iN, read with "adopted" as "people helped" and "adoption rate" as "helpful share".
 * Source: its public level-up guide of 2022; that levels 2 and 3 part at 150 is general knowledge.
 */
export const NINETEEN_LEVELS: LevelDefinition[] = [
  level('hasu', '하수', 'Novice', [-1_000_000, 0, 0], 100),
  level('pyeongmin', '평민', 'Commoner', [0, 0, 0], 100),
  level('simin', '시민', 'Citizen', [150, 0, 0], 100),
  level('chosu', '초수', 'Beginner', [1_501, 3, 0], 105),
  level('jungsu', '중수', 'Adept', [3_001, 20, 0], 110),
  level('gosu', '고수', 'Expert', [7_001, 40, 0], 115),
  level('yeongung', '영웅', 'Hero', [15_001, 80, 0], 120),
  level('jijon', '지존', 'Champion', [35_001, 200, 0], 125),
  level('choin', '초인', 'Superhuman', [65_001, 400, 0], 130),
  level('singmulsin', '식물신', 'Spirit of plants', [100_001, 1_000, 50], 140),
  level('baramsin', '바람신', 'Spirit of the wind', [130_001, 1_300, 50], 145),
  level('mulsin', '물신', 'Spirit of water', [170_001, 1_700, 50], 150),
  level('dalsin', '달신', 'Spirit of the moon', [230_001, 2_300, 50], 155),
  level('byeolsin', '별신', 'Spirit of the stars', [300_001, 3_000, 50], 160),
  level('taeyangsin', '태양신', 'Spirit of the sun', [400_001, 4_000, 50], 165),
  level('eunhasin', '은하신', 'Spirit of the galaxy', [600_001, 6_000, 50], 170),
  level('ujusin', '우주신', 'Spirit of the universe', [1_000_001, 10_000, 50], 180),
  level('suhosin', '수호신', 'Guardian', [2_000_001, 20_000, 50], 190),
  level('jeoldaesin', '절대신', 'The absolute', [5_000_001, 50_000, 50], 200),
];

/** Ready sets of levels, by the name that the command line knows them under. */
export const LEVEL_PRESETS = { five: FIVE_LEVELS, nineteen: NINETEEN_LEVELS } as const;
