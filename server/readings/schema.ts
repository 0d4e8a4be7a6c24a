import { type Static, Type } from '@sinclair/typebox';
import { CivilDate } from '../common/schema.ts';

/** One payment of a payment file, as the client is shown it (L-21 to L-25). */
export const PaymentRow = Type.Object({
  row: Type.Integer({ description: 'from 1, in the order of the file' }),
  supplier: Type.String(),
  account: Type.String({
    description: 'bankgiro or plusgiro as invoices have it, clearing and account number, or IBAN',
  }),
  reference: Type.String({ description: 'OCR or invoice number' }),
  paymentDate: CivilDate,
  amountMinor: Type.Integer({ description: 'öre' }),
});
export type PaymentRow = Static<typeof PaymentRow>;

/** What a file says, as the items of a form's list. */
export const Reading = Type.Object({ rows: Type.Array(PaymentRow) });
export type ReadingView = Static<typeof Reading>;
