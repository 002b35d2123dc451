/** How many digits a currency has after the point: 0 for won and yen, 2 for dollars. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits!;
  } catch {
    // No currency that this browser knows.
    return 0;
  }
}

/** An amount in the currency's smallest unit as people write it: 12,900원, $129.00. */
export function money(amount: number, currency: string, lang: 'ko' | 'en'): string {
  const value = amount / 10 ** digitsOf(currency);
  if (currency === 'KRW' && lang === 'ko') return `${new Intl.NumberFormat(lang).format(value)}원`;
  try {
    return new Intl.NumberFormat(lang, { style: 'currency', currency }).format(value);
  } catch {
    return `${new Intl.NumberFormat(lang).format(value)} ${currency}`;
  }
}

/** What somebody typed, in the smallest unit: "39,000원", "$ 129.5", full-width digits; nothing when it is no amount. */
export function amountIn(text: string, currency: string): number | undefined {
  const plain = text.normalize('NFKC').replace(/[^\d.,-]/g, '');
  const digits = digitsOf(currency);
  // A comma stands between thousands, unless it is all that parts two digits from the rest.
  const pointed = digits && /^\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain.replaceAll(',', '');
  if (!/^\d+(\.\d*)?$/.test(pointed)) return undefined;
  const amount = Math.round(Number(pointed) * 10 ** digits);
  return amount <= 1e12 ? amount : undefined;
}
