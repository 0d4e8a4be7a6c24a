import { expect, test } from 'vitest';
import { type PaymentFileError, readPain001 } from '../../server/readings/pain001.ts';
import { testServer } from './support/server.ts';

interface Payment {
  name?: string;
  amount?: string;
  currency?: string;
  account?: string;
  remittance?: string;
}

const bankgiro = `<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>9900</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
  <CdtrAcct><Id><Othr><Id>50501055</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></CdtrAcct>`;
const plusgiro = `<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>9960</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
  <CdtrAcct><Id><Othr><Id>4004700</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></CdtrAcct>`;
const bankAccount = `<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>6000</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
  <CdtrAcct><Id><Othr><Id>123456789</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id></CdtrAcct>`;
const iban = '<CdtrAcct><Id><IBAN>SE4550000000058398257466</IBAN></Id></CdtrAcct>';
const ocr =
  '<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>1234567897</Ref></CdtrRefInf></Strd></RmtInf>';
const invoice = '<RmtInf><Ustrd>Faktura 4711</Ustrd></RmtInf>';

const transfer = ({
  name = 'Demo El AB',
  amount = '1250.50',
  currency = 'SEK',
  account = bankgiro,
  remittance = ocr,
}: Payment = {}) =>
  `<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId><Amt><InstdAmt Ccy="${currency}">${amount}</InstdAmt></Amt>
  ${account.replace('<CdtrAcct>', `<Cdtr>${name && `<Nm>${name}</Nm>`}</Cdtr><CdtrAcct>`)}${remittance}</CdtTrfTxInf>`;
const payments = (date: string, ...transfers: string[]) =>
  `<PmtInf><PmtInfId>1</PmtInfId><PmtMtd>TRF</PmtMtd>${date}${transfers.join('\n')}</PmtInf>`;
const dated = (date: string) => `<ReqdExctnDt>${date}</ReqdExctnDt>`;
const file = (header: string, ...parts: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"><CstmrCdtTrfInitn><GrpHdr><MsgId>m</MsgId>${header}</GrpHdr>
${parts.join('\n')}
</CstmrCdtTrfInitn></Document>`;

const whole = file(
  '<NbOfTxs>4</NbOfTxs><CtrlSum>10261.00</CtrlSum>',
  payments(
    dated('2026-11-16'),
    transfer(),
    transfer({ name: 'Demo Hyra &amp; Fastighet AB', amount: '8000', account: plusgiro, remittance: invoice }),
  ),
  payments(
    dated('2026-11-30'),
    transfer({ name: 'Demo Lön', amount: '10.5', account: bankAccount }),
    transfer({ amount: '1000.00', account: iban }),
  ),
);

test('L-21 to L-25: a payment file gives supplier, account, OCR or invoice number, date and amount of each payment', () => {
  expect(readPain001(whole)).toEqual([
    {
      row: 1,
      supplier: 'Demo El AB',
      account: '5050-1055',
      reference: '1234567897',
      paymentDate: '2026-11-16',
      amountMinor: 125_050,
    },
    {
      row: 2,
      supplier: 'Demo Hyra & Fastighet AB',
      account: '400470-0',
      reference: 'Faktura 4711',
      paymentDate: '2026-11-16',
      amountMinor: 800_000,
    },
    {
      row: 3,
      supplier: 'Demo Lön',
      account: '6000-123456789',
      reference: '1234567897',
      paymentDate: '2026-11-30',
      amountMinor: 1050,
    },
    {
      row: 4,
      supplier: 'Demo El AB',
      account: 'SE45 5000 0000 0583 9825 7466',
      reference: '1234567897',
      paymentDate: '2026-11-30',
      amountMinor: 100_000,
    },
  ]);
});

test('version 09 and a file whose names have a prefix read the same', () => {
  const newer = whole
    .replace('pain.001.001.03', 'pain.001.001.09')
    .replace(/<ReqdExctnDt>(.*?)<\/ReqdExctnDt>/g, '<ReqdExctnDt><Dt>$1</Dt></ReqdExctnDt>');
  const prefixed = whole.replace(/<(\/?)([A-Z])/g, '<$1p:$2').replace('xmlns=', 'xmlns:p=');
  expect(readPain001(newer)).toEqual(readPain001(whole));
  expect(readPain001(prefixed)).toEqual(readPain001(whole));
});

test.each<[fault: string, line: number, xml: string]>([
  ['not_xml', 2, 'row;amount\n1;2'],
  ['not_xml', 2, '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]><Document/>'],
  ['not_xml', 5, whole.split('\n').slice(0, 5).join('\n')],
  ['not_pain001', 2, whole.replace('pain.001.001.03', 'camt.053.001.02')],
  ['no_payments', 2, file('')],
  [
    'too_many',
    503,
    file('', payments(dated('2026-11-16'), ...Array.from({ length: 501 }, () => transfer().replaceAll('\n', ' ')))),
  ],
  ['currency', 3, file('', payments(dated('2026-11-16'), transfer({ currency: 'EUR' })))],
  ['amount', 3, file('', payments(dated('2026-11-16'), transfer({ amount: '0.00' })))],
  ['amount', 3, file('', payments(dated('2026-11-16'), transfer({ amount: '1,50' })))],
  ['date', 3, file('', payments(dated('2026-02-30'), transfer()))],
  ['date', 3, file('', payments('', transfer()))],
  ['supplier', 3, file('', payments(dated('2026-11-16'), transfer({ name: '' })))],
  ['account', 3, file('', payments(dated('2026-11-16'), transfer({ account: '<CdtrAcct></CdtrAcct>' })))],
  ['reference', 3, file('', payments(dated('2026-11-16'), transfer({ remittance: '' })))],
  ['sum', 2, file('<NbOfTxs>2</NbOfTxs>', payments(dated('2026-11-16'), transfer()))],
  ['sum', 2, file('<CtrlSum>1</CtrlSum>', payments(dated('2026-11-16'), transfer()))],
])('%s is told with its line %d', (fault, line, xml) => {
  let found: unknown;
  try {
    readPain001(xml);
  } catch (error) {
    found = error;
  }
  const { fault: told, line: at } = found as PaymentFileError;
  expect({ fault: told, line: at }).toEqual({ fault, line });
});

test('the route answers with the rows, or with a sentence in both languages; Latin 1 is read as it says', async () => {
  const server = await testServer('sqlite');
  const page = await server.page('karin');
  const read = (raw: BodyInit) =>
    server.fetch('POST', '/v1/readings/pain.001', {
      raw,
      headers: page.headers({ 'Content-Type': 'application/xml' }),
    });
  const latin1 = Buffer.from(whole.replace('UTF-8', 'ISO-8859-1'), 'latin1');
  expect((await read(latin1)).json.rows[2].supplier).toBe('Demo Lön');
  const wrong = await read('x');
  expect(wrong.status).toBe(422);
  expect(wrong.json).toMatchObject({ code: 'payment_file_not_xml', text: { sv: expect.stringMatching(/^Rad 1: /) } });
  expect((await read(Buffer.alloc(2_000_001, 32))).status).toBe(413);
  const shown = await server.page('karin', { components: { inbox: { read: true } } });
  expect((await shown.post('/v1/readings/pain.001')).status).toBe(403);
});
