/** Who warns does so before anything else. */
const BEGINNING = 160

/** What people write before what others may not want to read, in the languages of the interface and a few more. */
const WARNINGS = [
  ...['cw', 'tw', 'nsfw', 'nsfl', 'trigger warning', 'content warning', 'content note', 'graphic content', '18\\+'],
  ...['advertencia de contenido', 'contenido sensible', 'contenu sensible', 'avertissement', 'trigger ?warnung'],
  ...[
    'inhaltswarnung',
    'aviso de conteúdo',
    'conteúdo sensível',
    'onyo la maudhui',
    'осторожно',
    'чувствительный контент'
  ],
  ...['تحذير(?: من)? المحتوى', 'محتوى حساس', 'هشدار محتوا', 'محتوای حساس', 'انتباہ', 'चेतावनी', 'संवेदनशील सामग्री'],
  ...[
    'คำเตือนเนื้อหา',
    'เนื้อหาละเอียดอ่อน',
    '敏感内容',
    '内容警告',
    '閲覧注意',
    'センシティブ',
    '민감한 내용',
    'የይዘት ማስጠንቀቂያ'
  ]
]
/** At the start, or in brackets in the first line; a word that only begins so is none. */
const WARNS = new RegExp(
  `^[\\s\\p{P}\\p{S}]*(?:${WARNINGS.join('|')})(?![\\p{L}\\p{N}])|[[(【（](?:${WARNINGS.join('|')})[\\])】）:]`,
  'iu'
)

/** Whether a text warns of itself. */
export function warns(text: string): boolean {
  const [line = ''] = text.trimStart().slice(0, BEGINNING).split('\n')
  return WARNS.test(line)
}
