import type { Locale } from '#shared/locales.ts';

/** What must not be said, in one language: what finds it, and the words before it that turn it into its opposite. */
interface Rules {
  readonly negated: RegExp;
  readonly dose: RegExp;
  readonly diagnosis: RegExp;
  readonly person: RegExp;
  readonly promise: RegExp;
}

/** The claims that do most harm, in the languages that only the safety texts are written in. */
export const TRANSLATED_RULES: Readonly<Record<Exclude<Locale, 'en'>, Rules>> = {
  es: {
    negated: /(?<!\p{L})(?:no|nunca|nadie|ni|sin)(?!\p{L})/iu,
    dose: /(?<!\p{L})(?:media|otra|dos|un cuarto de) (?:pastillas?|tabletas?|comprimidos?|dosis)(?!\p{L})/giu,
    diagnosis: /(?<!\p{L})(?:tienes|sufres|padeces) (?:de )?(?:una )?(?:depresión|psicosis|trastorno)/giu,
    person: /(?<!\p{L})(?:soy|hablas con) (?:un|una|tu) (?:persona|terapeuta|psicólog[oa]|médic[oa]|amig[oa])/giu,
    promise: /(?<!\p{L})(?:te (?:lo )?prometo|te pondrás bien|todo (?:irá|saldrá) bien|te curarás)/giu,
  },
  pt: {
    negated: /(?<!\p{L})(?:não|nunca|ninguém|nem|sem)(?!\p{L})/iu,
    dose: /(?<!\p{L})(?:meio|outro|dois|meia|outra|duas) (?:comprimidos?|doses?|cartelas?)(?!\p{L})/giu,
    diagnosis: /(?<!\p{L})(?:você tem|você sofre de) (?:uma? )?(?:depressão|psicose|transtorno)/giu,
    person:
      /(?<!\p{L})(?:sou|está falando com) (?:um|uma|seu|sua) (?:pessoa|terapeuta|psicólog[oa]|médic[oa]|amig[oa])/giu,
    promise: /(?<!\p{L})(?:eu prometo|prometo que|você vai ficar bem|tudo vai dar certo|vai passar logo)/giu,
  },
  fr: {
    negated: /(?<!\p{L})(?:ne|n[’']|pas|jamais|personne|ni|sans)(?!\p{L})/iu,
    dose: /(?<!\p{L})(?:un demi|une demi|un autre|une autre|deux|un quart de)[ -](?:comprimés?|cachets?|doses?)(?!\p{L})/giu,
    diagnosis: /(?<!\p{L})(?:tu as|tu souffres d[e’']) ?(?:une )?(?:dépression|psychose|trouble)/giu,
    person: /(?<!\p{L})je suis (?:un|une|ton|ta) (?:humain|vraie personne|thérapeute|psychologue|médecin|amie?)/giu,
    promise: /(?<!\p{L})(?:je te (?:le )?promets|tu iras mieux|tout ira bien|tu vas guérir)/giu,
  },
  de: {
    negated: /(?<!\p{L})(?:nicht|nie|niemand|kein\p{L}*|ohne)(?!\p{L})/iu,
    dose: /(?<!\p{L})(?:halbe|weitere|zwei|doppelte) (?:tabletten?|pillen?|dosis|dosen)(?!\p{L})/giu,
    diagnosis: /(?<!\p{L})du (?:hast|leidest an) (?:eine[rn]? )?(?:depression|psychose|störung)/giu,
    person:
      /(?<!\p{L})ich bin (?:ein|eine|dein|deine) (?:mensch|person|therapeut(?:in)?|psycholog(?:e|in)|arzt|ärztin|freund(?:in)?)/giu,
    promise: /(?<!\p{L})(?:ich verspreche|versprochen|alles wird gut|es geht vorbei|du wirst wieder gesund)/giu,
  },
};
