/** Of everything that opens over a wishlist. */
export { formStyles as sheetStyles } from '../parts/form-styles.ts';
