package dev.gatehouse.bench;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.gatehouse.testkit.corpus.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.datafaker.Faker;
import net.datafaker.providers.base.Finance;

/**
 * Personal data that nobody of this project made: the example numbers that libphonenumber publishes for every region, and
 * what Datafaker invents (both Apache-2.0). The words around it are few and always the same.
 */
final class OtherHands {
    private static final String HARMLESS = "-";
    private static final long SEED = 20261121;
    private static final int OF_EACH = 60;
    private static final List<String> PLACES =
            List.of("en-US", "en-GB", "de", "fr", "es", "it", "nl", "pl", "pt-BR", "sv", "en-IN", "cs");

    private OtherHands() {}

    static List<Sample> samples() {
        return Stream.of(phones(), accounts(), people(), harmless())
                .flatMap(List::stream)
                .toList();
    }

    /** International and for links everywhere; as people of the place write it only where a word says what it is. */
    private static List<Sample> phones() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        List<Sample> samples = new ArrayList<>();
        for (String region : numbers.getSupportedRegions()) {
            for (PhoneNumberType type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
                PhoneNumber number = numbers.getExampleNumberForType(region, type);
                if (number != null) {
                    samples.add(phone(numbers.format(number, PhoneNumberFormat.INTERNATIONAL)));
                    samples.add(phone("call " + numbers.format(number, PhoneNumberFormat.E164) + " now"));
                    samples.add(new Sample(
                            "pii.phone (national)",
                            "Phone: " + numbers.format(number, PhoneNumberFormat.NATIONAL),
                            true));
                }
            }
        }
        return samples;
    }

    private static Sample phone(String text) {
        return new Sample("pii.phone", text, true);
    }

    private static List<Sample> accounts() {
        Faker faker = faker("en-US");
        List<Sample> samples = new ArrayList<>();
        for (String country : Finance.ibanSupportedCountries().stream().sorted().toList()) {
            samples.addAll(many("pii.iban", 2, "IBAN ", () -> faker.finance().iban(country)));
        }
        for (Finance.CreditCardType type : Finance.CreditCardType.values()) {
            samples.addAll(many("pii.card", 15, "card ", () -> faker.finance().creditCard(type)));
        }
        return samples;
    }

    private static List<Sample> people() {
        List<Sample> samples = new ArrayList<>();
        PLACES.forEach(place -> {
            Faker faker = faker(place);
            samples.addAll(many("pii.email", 10, "", () -> faker.internet().emailAddress()));
        });
        samples.addAll(many("pii.us-ssn", OF_EACH, "SSN ", faker("en-US").idNumber()::ssnValid));
        samples.addAll(many("pii.pl-pesel", OF_EACH, "PESEL ", faker("pl-PL").idNumber()::valid));
        samples.addAll(many("pii.br-cpf", OF_EACH, "CPF ", faker("pt-BR").cpf()::valid));
        samples.addAll(many("pii.fr-nir", OF_EACH, "NIR ", faker("fr-FR").idNumber()::valid));
        samples.addAll(many("pii.it-codice-fiscale", OF_EACH, "", faker("it-IT").idNumber()::valid));
        return samples;
    }

    /** What stands in results all day and is about nobody. */
    private static List<Sample> harmless() {
        Faker faker = faker("en-US");
        List<Function<Faker, String>> kinds = List.of(
                it -> "id " + it.internet().uuid(),
                it -> "trace " + it.internet().uuidv7(),
                it -> "mac " + it.internet().macAddress(),
                it -> "host " + it.internet().ipV4Address() + " "
                        + it.internet().ipV6Address(),
                it -> it.internet().userAgent(),
                it -> "ISBN " + it.code().isbn13(true) + ", " + it.code().isbn10(),
                it -> "EAN " + it.code().ean13() + " " + it.code().asin(),
                it -> "imei " + it.code().imei(),
                it -> "sha256 " + it.hashing().sha256() + " md5 " + it.hashing().md5(),
                it -> "order " + it.number().digits(10) + " of " + it.number().digits(7),
                it -> "VIN " + it.vehicle().vin(),
                it -> it.address().fullAddress(),
                it -> it.commerce().productName() + " " + it.commerce().price(),
                it -> it.lorem().paragraph(4),
                it -> "BIC " + it.finance().bic() + " " + it.file().fileName(),
                it -> it.company().catchPhrase() + ". " + it.company().name());
        return IntStream.range(0, kinds.size() * OF_EACH)
                .mapToObj(i -> new Sample(HARMLESS, kinds.get(i % kinds.size()).apply(faker), true))
                .toList();
    }

    private static List<Sample> many(String label, int count, String before, Supplier<String> make) {
        return Stream.generate(() -> new Sample(label, before + make.get(), true))
                .limit(count)
                .toList();
    }

    private static Faker faker(String place) {
        return new Faker(Locale.forLanguageTag(place), new Random(SEED));
    }
}
