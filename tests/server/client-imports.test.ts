import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, test } from 'vitest';
import { origin, type Page, testServer } from './support/server.ts';
import { databases } from './support/stores.ts';

async function send(page: Page, file: string | Buffer, name = 'kunder.csv') {
  const raw = typeof file === 'string' ? file : new Uint8Array(file);
  const headers = page.headers({ 'Content-Type': 'application/octet-stream' });
  return page.server.fetch('POST', `/v1/client-imports?name=${name}`, { raw, headers });
}

async function applyAll(page: Page, id: string): Promise<{ calls: number; json: any }> {
  for (let calls = 1; ; calls += 1) {
    const { status, json, text } = await page.post(`/v1/client-imports/${id}/apply`);
    if (status !== 200) throw new Error(text);
    if (json.status === 'done') return { calls, json };
  }
}

async function imported(page: Page, file: string | Buffer) {
  const checked = await send(page, file);
  if (checked.status !== 201) throw new Error(checked.text);
  return (await applyAll(page, checked.json.id)).json.counts;
}

async function exported(page: Page, format: 'csv' | 'xlsx'): Promise<Buffer> {
  const address = `${page.server.server.address}/v1/client-export?format=${format}`;
  return Buffer.from(await (await fetch(address, { headers: { ...page.headers(), Origin: origin } })).arrayBuffer());
}

const named = async (page: Page, q: string) => {
  const { items } = (await page.get(`/v1/client-list?tab=all&q=${encodeURIComponent(q)}`)).json;
  return (await page.get(`/v1/client-list/${items[0].id}`)).json;
};

describe.each(databases)('import and export on %s', (database) => {
  test('I-29, decision 2: a dry run names every rejected row, column and reason; what is right is applied, as often as wanted', async () => {
    const server = await testServer(database);
    const [adam, cilla] = [await server.page('adam'), await server.page('cilla')];
    const file = [
      '\uFEFFKundnummer;Namn;Organisationsnummer;Ansvarig;Momsperiod;Räkenskapsåret slutar;Antal anställda;Tjänster;Startmånad;Partnervyn;Eget',
      'asp;Asp Nya AB;556000-0001;cilla@demo.example;Kvartal;31 december;1 234,0;Bokföring, Moms;2026-10-01;ja;x',
      'ö1;"Åsa ""Ö"" Åkeri; & söner";;Cilla Exempel;Månad;30-jun;3;Lön;2026-11;nej;',
      'fel1;;556000-0002;ingen@x.example;Vecka;30 juni;tre;Städning;oktober;kanske;',
      'ö1;Samma igen AB;;;;;;;;;',
      'ny;Numret finns AB;5560000001;;;;;;;;',
      ';Utan nummer AB;;;;;;;;;',
    ].join('\r\n');
    const checked = await send(adam, file);
    expect(checked.status).toBe(201);
    expect(checked.json).toMatchObject({ status: 'checked', ignored: ['Eget'] });
    expect(checked.json.counts).toMatchObject({ create: 1, update: 1, rejected: 4, created: 0 });
    const why = (line: number, language: 'sv' | 'en') =>
      checked.json.rejected
        .find((row: any) => row.line === line)
        .problems.map(({ column, text }: any) => `${column[language]}: ${text[language]}`);
    expect(why(4, 'sv')).toEqual([
      'Organisationsnummer: Ange tio siffror, till exempel 556000-0001. Kontrollsiffran måste stämma.',
      'Ansvarig: Ingen på byrån heter så. Ange e-postadressen.',
      'Momsperiod: Välj bland: Månad, Kvartal, År.',
      'Antal anställda: Ange ett heltal.',
      'Tjänster: Välj bland: Bokföring, Lön, Moms, Bokslut, Skatt.',
      'Startmånad: Ange en månad, till exempel 2026-10.',
      'Partnervyn: Skriv ja eller nej.',
      'Namn: Ange ett namn.',
    ]);
    expect(why(5, 'en')).toEqual(['Client number: The same client is on row 3.']);
    expect(why(6, 'sv')).toEqual(['Organisationsnummer: Samma kund finns på rad 2.']);
    expect(why(7, 'sv')).toEqual(['Kundnummer: Ange kundnummer eller organisationsnummer.']);
    expect((await adam.get('/v1/client-list?tab=all')).json.total).toBe(2);

    const path = `/v1/client-imports/${checked.json.id}`;
    for (const answer of [
      await send(cilla, file),
      await cilla.get(path),
      await cilla.get(`${path}/rejected?language=sv`),
      await cilla.post(`${path}/apply`),
    ]) {
      expect([answer.status, answer.json.code]).toEqual([403, 'right_missing']);
    }
    const paged = (await adam.get(`${path}?limit=1&after=4`)).json;
    expect([paged.rejected.map((row: any) => row.line), paged.nextLine]).toEqual([[5], 5]);
    const csv = (await adam.get(`${path}/rejected?language=sv`)).text.split('\r\n');
    expect([csv[0], csv.length]).toEqual(['Rad;Kolumn;Värde;Varför', 8 + 3 + 2]);
    expect(csv[4]).toBe('4;Antal anställda;tre;Ange ett heltal.');
    const { json } = await applyAll(adam, checked.json.id);
    expect(json.counts).toMatchObject({ created: 1, updated: 1, rejected: 4, create: 0, update: 0 });
    expect(await named(adam, 'Asp Nya')).toMatchObject({
      externalId: 'asp',
      organisationNumber: '556000-0001',
      startMonth: '2026-10',
      responsible: { name: 'cilla Exempel' },
      properties: {
        vatPeriod: 'quarter',
        fiscalYearEnd: '12-31',
        employees: 1234,
        services: ['bookkeeping', 'vat'],
        partnerView: true,
      },
    });
    expect((await named(adam, 'söner')).name).toBe('Åsa "Ö" Åkeri; & söner');
    // The same file again changes nothing.
    expect((await send(adam, file)).json.counts).toMatchObject({ create: 0, update: 0, unchanged: 2, rejected: 4 });
    expect((await applyAll(adam, checked.json.id)).calls).toBe(1);
    expect((await adam.get('/v1/client-imports/m0000')).status).toBe(404);
  });
});

describe('files', () => {
  test('I-29 what is exported is read again as it was, by CSV in Swedish and by XLSX; formulas stay text', async () => {
    const server = await testServer('sqlite');
    const adam = await server.page('adam');
    const evil = ['=HYPERLINK("http://x.example")', '+46 Bygg', '-1+1', '@SUM(A1)'];
    for (const [index, name] of evil.entries()) {
      const properties = { services: ['payroll', 'year-end'], fiscalYearEnd: '02-28', plan: 'easy', euTrade: false };
      await server.byKey('PUT', `/v1/clients/evil${index}`, { name, properties, startMonth: '2026-10' });
    }
    await server.byKey('PUT', '/v1/clients/asp/facts', { balanceMinor: -123_450, missingReceipts: 2 });
    const csv = (await exported(adam, 'csv')).toString('utf8');
    expect(csv.startsWith('\uFEFFKundnummer;Namn;')).toBe(true);
    expect(csv).toContain(';-1234,50');
    for (const name of evil) expect(csv).toContain(`'${name.replaceAll('"', '""')}`);
    expect(csv).not.toMatch(/(^|;|")[=+@]/m);
    for (const file of [Buffer.from(csv), await exported(adam, 'xlsx')]) {
      const { json } = await send(adam, file);
      expect(json.counts).toMatchObject({ create: 0, update: 0, rejected: 0, unchanged: 6 });
      expect(json.ignored).toEqual(['Saknade kvitton', 'Saldo (kr)']);
    }
    const latin = Buffer.from('Kundnummer;Namn\r\nasp;Åsp & Ö\r\n', 'latin1');
    expect(await imported(adam, latin)).toMatchObject({ updated: 1 });
    expect((await named(adam, 'Åsp')).name).toBe('Åsp & Ö');
    // The file says nothing of the properties: they stay. An empty cell empties.
    expect(await imported(adam, 'Client number,Plan,EU-handel\nevil0,,\n')).toMatchObject({ updated: 1 });
    expect((await named(adam, 'HYPERLINK')).properties).toMatchObject({
      services: ['payroll', 'year-end'],
      euTrade: false,
    });
    expect((await named(adam, 'HYPERLINK')).properties.plan).toBeUndefined();
    const excel = [
      ['Kundnummer', 'Startmånad', 'Antal anställda', 'Organisationsnummer'].map((value) => ({ value })),
      [
        { value: 'evil1' },
        { value: new Date('2026-12-01T00:00:00Z'), type: Date, format: 'yyyy-mm' },
        { value: 7, type: Number },
        { value: 5560000019, type: Number },
      ],
    ];
    expect(await imported(adam, await writeXlsxFile(excel as never).toBuffer())).toMatchObject({ updated: 1 });
    expect(await named(adam, '+46')).toMatchObject({
      startMonth: '2026-12',
      organisationNumber: '556000-0019',
      properties: { employees: 7 },
    });
  });

  test('I-29 what Excel made of organisation numbers is read as they were, or is said to be lost; a formula in a CSV is no value', async () => {
    const server = await testServer('sqlite');
    const adam = await server.page('adam');
    const rows: [number: string, name: string, wrong: RegExp | null][] = [
      ['5560000001', 'Som tal AB', /Samma kund/],
      ['5560000019,00', 'Med decimaler AB', null],
      ['165560000002', 'Med sekel AB', /Kontrollsiffran/],
      ['101012383', 'Utan nolla', null],
      ['5,56E+09', 'Kortat AB', /Excel har kortat numret/],
      ['', '=HYPERLINK("http://x.example")', /Cellen är en formel/],
      ['', " '=CMD()", null],
    ];
    const lines = rows.map(([number, name], index) => `n${index};"${name.replaceAll('"', '""')}";${number}`);
    const first = await send(
      adam,
      ['Kundnummer;Namn;Organisationsnummer', 'först;Först AB;556000-0001', ...lines].join('\n'),
    );
    const why = first.json.rejected.map(({ line, problems }: any) => [
      line,
      problems.map((one: any) => one.text.sv).join(),
    ]);
    const wrong = rows.flatMap(([, , text], index) => (text ? [[index + 3, expect.stringMatching(text)]] : []));
    expect(why).toEqual(wrong);
    await applyAll(adam, first.json.id);
    expect((await named(adam, 'Utan nolla')).organisationNumber).toBe('010101-2383');
    expect((await named(adam, 'Med decimaler')).organisationNumber).toBe('556000-0019');
    expect((await named(adam, 'CMD')).name).toBe('=CMD()');
  });

  test('files that are none, too large or too long are refused with what to do; nothing is kept of them', async () => {
    const server = await testServer('sqlite');
    const adam = await server.page('adam');
    const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]);
    const bomb = Buffer.alloc(60);
    bomb.write('PK\x03\x04');
    bomb.write('PK\x01\x02', 10, 'latin1');
    bomb.writeUInt32LE(2 ** 31, 34);
    const refused: [string | Buffer, number, string][] = [
      ['', 422, 'columns_missing'],
      ['Namn\nAsp', 422, 'columns_missing'],
      ['Kundnummer;Client number\n1;2', 422, 'column_twice'],
      ['Kundnummer;Namn\n"asp;Asp', 422, 'file_unreadable'],
      [zip, 422, 'file_unreadable'],
      [bomb, 422, 'file_unreadable'],
      [`Kundnummer\n${'1\n'.repeat(20_001)}`, 422, 'import_too_long'],
      ['x'.repeat(10_000_001), 413, 'body_too_large'],
    ];
    for (const [file, status, code] of refused) {
      const answer = await send(adam, file);
      expect([answer.status, answer.json?.code], code).toEqual([status, code]);
    }
    expect(server.logged).toEqual([]);
  });

  test('an import that was left in the middle goes on where it was, and rows are whole', async () => {
    const server = await testServer('sqlite');
    const adam = await server.page('adam');
    const rows = Array.from({ length: 600 }, (_, n) => `k${n};Kund ${n} AB;${n % 2 ? 'Månad' : 'År'}`);
    const { json } = await send(adam, ['Kundnummer;Namn;Momsperiod', ...rows].join('\n'));
    expect(json.counts.create).toBe(600);
    const first = (await adam.post(`/v1/client-imports/${json.id}/apply`)).json;
    expect([first.status, first.counts.created, first.counts.create]).toEqual(['applying', 250, 350]);
    await server.byKey('PUT', '/v1/clients/k599', { name: 'Fanns redan AB' });
    const twice = await Promise.all([1, 2].map(() => applyAll(adam, json.id)));
    expect(twice[0]!.json.counts).toMatchObject({ created: 599, updated: 1, create: 0 });
    expect((await adam.get('/v1/client-list?tab=all')).json.total).toBe(602);
    expect((await named(adam, 'Kund 599')).properties.vatPeriod).toBe('month');
    // Its folders are there for whoever looks, long before the housekeeping has been round.
    const [root] = (await adam.get('/v1/documents/roots?q=Kund 598 AB')).json.items;
    expect(root.folder.hasChildren).toBe(true);
    const { folders } = (await adam.get(`/v1/folders/${root.folder.id}/children`)).json;
    expect(folders).toHaveLength(1);
    const areas = (await adam.get(`/v1/folders/${folders[0].id}/children`)).json.folders.map(
      (folder: any) => folder.name,
    );
    expect(areas).toEqual(['bokföring', 'löner', 'rapporter', 'skatteverket']);
  });
});
