/**
 * Text as a customer typed it in a form field, made plain: full-width letters, digits and signs become ASCII, the
 * ideographic space a space, the ends lose their white space. Nothing else is repaired: what remains odd is refused
 * by the field's own rule (Arabic digits, fillers, zero-width characters inside).
 */
export function plainText(typed: string): string {
  const halfWidth = typed.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  return halfWidth.replaceAll('\u3000', ' ').trim();
}

/** The digits of a number typed with spaces, hyphens or full-width; undefined when anything else stands in it. */
export function typedDigits(typed: string): string | undefined {
  const digits = plainText(typed).replace(/[\s\u2010-\u2015\u2212-]/g, '');
  return /^[0-9]+$/.test(digits) ? digits : undefined;
}
