/**
 * What somebody typed, in whole points: "3,000원", "３００ 점", "500 P"; nothing when it is none. Full-width digits, commas
 * and the unit behind them are how people write it; a fraction is no amount of points.
 */
export function wholePoints(text: string): number | undefined {
  const digits = text.normalize('NFKC').replace(/[,\s]|([원점p]|points?)\s*$/gi, '');
  return /^\d{1,12}$/.test(digits) && Number(digits) > 0 ? Number(digits) : undefined;
}
