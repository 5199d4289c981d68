package dev.gatehouse.bench;

import dev.gatehouse.testkit.corpus.Sample;
import java.text.NumberFormat;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hidden text by Unicode's own word: every character of the property Default_Ignorable_Code_Point in the midst of Latin
 * letters; and what many people write that has such characters honestly: emoji in sequences (UTS #51), and how CLDR, as the
 * JDK has it, writes languages, countries, amounts and days in some hundred languages.
 */
final class HiddenCharacters {
    /** First and last of each range (Unicode 14 to 17); not the soft hyphen, which books and pages are full of. */
    private static final int[][] IGNORABLE = {
        {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},
        {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };

    private static final String HARMLESS = "-";
    private static final String JOINER = "\u200D";
    private static final String AS_EMOJI = "\uFE0F";
    private static final ZonedDateTime DAY = ZonedDateTime.of(2026, 11, 21, 19, 30, 0, 0, ZoneOffset.UTC);

    private HiddenCharacters() {}

    static List<Sample> samples() {
        return Stream.of(single(), rows(), emoji(), localized())
                .flatMap(samples -> samples)
                .toList();
    }

    private static IntStream ignorable() {
        return Arrays.stream(IGNORABLE).flatMapToInt(range -> IntStream.rangeClosed(range[0], range[1]));
    }

    private static Stream<Sample> single() {
        return ignorable()
                .mapToObj(point ->
                        new Sample("one between letters", "transfer" + Character.toString(point) + "100", true));
    }

    private static Stream<Sample> rows() {
        return ignorable()
                .mapToObj(point -> new Sample(
                        "eight behind a sentence",
                        "All is well." + Character.toString(point).repeat(8) + " Yes",
                        true));
    }

    private static Stream<Sample> emoji() {
        List<String> people = List.of("\uD83D\uDC68", "\uD83D\uDC69", "\uD83E\uDDD1");
        List<String> roles = List.of(
                "\uD83D\uDCBB",
                "\uD83C\uDF73",
                "\uD83D\uDE92",
                "\uD83D\uDE80",
                "\u2695" + AS_EMOJI,
                "\u2708" + AS_EMOJI);
        Stream<String> workers = people.stream()
                .flatMap(person -> IntStream.rangeClosed(0x1F3FB, 0x1F3FF)
                        .mapToObj(tone -> person + Character.toString(tone))
                        .flatMap(toned -> roles.stream().map(role -> toned + JOINER + role)));
        Stream<String> families = people.stream()
                .flatMap(one -> people.stream()
                        .map(two -> one + JOINER + two + JOINER + "\uD83D\uDC67" + JOINER + "\uD83D\uDC66"));
        Stream<String> keys = "0123456789#*".chars().mapToObj(key -> Character.toString(key) + AS_EMOJI + "\u20E3");
        Stream<String> flags = Stream.of("gbeng", "gbsct", "gbwls").map(HiddenCharacters::flag);
        Stream<String> variants = IntStream.range(0x2190, 0x3300)
                .filter(point -> Character.isEmoji(point) && !Character.isEmojiPresentation(point))
                .mapToObj(point -> Character.toString(point) + AS_EMOJI);
        return Stream.of(workers, families, keys, flags, variants)
                .flatMap(sequences -> sequences)
                .map(sequence -> new Sample(HARMLESS + "emoji", "Thanks! " + sequence + " see you", true));
    }

    /** A region's flag: a black one, the region in tags, and the tag that ends it. */
    private static String flag(String region) {
        StringBuilder flag = new StringBuilder(Character.toString(0x1F3F4));
        region.chars().forEach(letter -> flag.appendCodePoint(0xE0000 + letter));
        return flag.appendCodePoint(0xE007F).toString();
    }

    private static Stream<Sample> localized() {
        List<Locale> languages = Arrays.stream(Locale.getAvailableLocales())
                .filter(locale -> !locale.getLanguage().isEmpty())
                .sorted(Comparator.comparing(Locale::toLanguageTag))
                .toList();
        return languages.stream()
                .flatMap(HiddenCharacters::written)
                .distinct()
                .map(text -> new Sample(HARMLESS + "of some hundred languages", text, true));
    }

    private static Stream<String> written(Locale locale) {
        Stream<String> countries = Stream.of("DE", "IR", "IL", "IN", "TH", "KH", "MM", "CN", "EG", "US")
                .map(country -> Locale.of("", country).getDisplayCountry(locale));
        Stream<String> names = Stream.of("de", "fa", "he", "hi", "th", "km", "my", "zh", "ar", "en")
                .map(language -> Locale.of(language).getDisplayLanguage(locale));
        NumberFormat money = NumberFormat.getCurrencyInstance(locale);
        money.setCurrency(Currency.getInstance("EUR"));
        Stream<String> amounts = Stream.of(
                money.format(-1234.5), NumberFormat.getPercentInstance(locale).format(-0.25));
        Stream<String> days = Arrays.stream(FormatStyle.values())
                .map(style -> DateTimeFormatter.ofLocalizedDate(style)
                        .withLocale(locale)
                        .format(DAY));
        return Stream.of(countries, names, amounts, days).flatMap(texts -> texts);
    }
}
