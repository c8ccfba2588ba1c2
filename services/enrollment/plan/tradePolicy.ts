import { loadBanks, type Banks } from '../../banks/banks.ts';
import type { ProductCode } from '../../certificates/certificate.ts';
import { checksOfProduct } from '../../certificates/authority/profile.ts';
import type { Check } from '../../identity/evidence.ts';

/** What banks and products ask for before a certificate is made, besides what the evidence table asks for. */
export interface TradePolicy {
  checksOfBank(bankCode: string): readonly Check[];
  checksOfProduct(product: ProductCode): readonly Check[];
}

let known: Banks | undefined;

/** The policy of banks.json and products.json, read when it is first asked for. */
export const tradePolicy: TradePolicy = {
  checksOfBank: (bankCode) => {
    known ??= loadBanks();
    return known.byCode(bankCode)?.requiredChecks ?? [];
  },
  checksOfProduct,
};
