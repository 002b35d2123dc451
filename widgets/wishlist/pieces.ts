export { copyText, linkField, pick } from '../parts/form-pieces.ts';
