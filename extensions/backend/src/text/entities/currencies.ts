/** What is written for a currency, and its ISO 4217 code; '' where several countries have one so called. */
export type Currencies = {
  /** Signs and codes, as they are written, which stand before an amount or after it. */
  signs: ReadonlyMap<string, string>
  /** Names, in lower case, which stand after it; those of scripts without spaces before it, too. */
  names: ReadonlyMap<string, string>
}

const signs = `€:EUR £:GBP ₹:INR ₽:RUB ₺:TRY ₴:UAH ₩:KRW ₪:ILS ₫:VND ฿:THB ₱:PHP ₦:NGN ₡:CRC ₲:PYG ₵:GHS ₸:KZT ₼:AZN ₾:GEL ₮:MNT
  ៛:KHR $: ¥: ￥: ＄: ￡:GBP US$:USD USD$:USD A$:AUD AU$:AUD C$:CAD CA$:CAD HK$:HKD NZ$:NZD S$:SGD SG$:SGD R$:BRL MX$:MXN
  NT$:TWD kr: kr.: Kr: Kr.: Kč:CZK zł:PLN Ft:HUF lei: Lei: лв:BGN лв.:BGN руб:RUB руб.:RUB р.:RUB грн:UAH грн.:UAH Fr.: SFr:CHF
  SFr.:CHF Rs: Rs.: RM:MYR Rp:IDR Rp.:IDR TL:TRY RMB:CNY CN¥:CNY`

const names = `euro:EUR dollar: dollars: dólar: dólares: dollaro: dollari: dolar: dolary: dolarów: доллар: доллара: долларов: долар:
  долара: доларів: δολάρια: دولار: دولارات: دولارا: דולר: דולרים: डॉलर: franc: francs: franken:CHF frank: franchi: francos: franco:
  yen:JPY yuan:CNY renminbi:CNY rupee: rupees: rubel: rouble: roubles: ruble: rubles: рубль:RUB рубля:RUB рублей:RUB рубли:RUB злотых:PLN
  złoty:PLN złotych:PLN złote:PLN zloty:PLN lira: krone: kroner: kronor: kronen: koruna: korun: forint:HUF peso: pesos:
  reais:BRL rand:ZAR shekel:ILS shekels:ILS שקל:ILS שקלים:ILS ש"ח:ILS ريال: درهم: دينار: جنيه: ليرة: гривень:UAH гривня:UAH
  гривні:UAH lei: leva:BGN лева:BGN dirham: dirhams: dinar: dinars: rial: riyal: riyals: pound_sterling:GBP pounds_sterling:GBP eur:EUR usd:USD gbp:GBP chf:CHF
  元: 元人民币:CNY 元人民幣:CNY 块: 円:JPY 圆: 圓: 원:KRW
  人民币:CNY 人民幣:CNY 美金:USD 美元:USD 欧元:EUR 歐元:EUR 日元:JPY 日圓:JPY 英镑:GBP 英鎊:GBP 港币:HKD 港元:HKD 新台币:TWD 新台幣:TWD
  ドル: ユーロ:EUR ポンド: 달러: 유로:EUR 엔: บาท:THB đồng:VND`

/** Gone, but in many a document. */
const former = 'DEM FRF ITL ESP ATS NLG BEF FIM IEP PTE GRD SKK HRK EEK LVL LTL'

const namedCurrencies = 'EUR USD GBP CHF JPY CNY RUB TRY INR BRL PLN SEK NOK DKK CZK HUF AUD CAD SAR AED KRW'.split(' ')
const languages = 'en de fr es it pt nl pl cs sv da nb fi hu ro bg ru uk el tr ar he fa hi id vi th zh ja ko'.split(' ')

let collected: Currencies | undefined

/** Signs, codes and names; full names are those of ICU (CLDR) in thirty languages. */
export const currencies = (): Currencies => {
  collected ??= {
    signs: new Map([...pairs(signs), ...codes.map((code): [string, string] => [code, code])]),
    names: new Map([...fullNames(), ...pairs(names)]),
  }
  return collected
}

const codes = [...Intl.supportedValuesOf('currency'), ...former.split(' ')]

/** `_` stands for a space. */
const pairs = (list: string) =>
  list.split(/\s+/).map((pair) => pair.replaceAll('_', ' ').split(':') as [string, string])

const fullNames = () => {
  const found = new Map<string, string>()
  for (const language of languages) {
    for (const currency of namedCurrencies) {
      const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'name' })
      for (const amount of [1, 2, 5, 1.5]) {
        const name = format
          .formatToParts(amount)
          .find(({ type }) => type === 'currency')
          ?.value.toLowerCase()
        if (name) found.set(name, (found.get(name) ?? currency) === currency ? currency : '')
      }
    }
  }
  return found
}
