package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.Storable;
import dev.gatehouse.auth.scim.filter.AttributePath;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What SCIM says of a user.
 *
 * @param json all of it, as it was sent
 * @param email the one that is primary, or for work, or first
 * @param emailsFolded all of them, to be found by
 */
record UserAttributes(
        Json json,
        String userName,
        Optional<String> externalId,
        Optional<String> displayName,
        Optional<String> email,
        List<String> emailsFolded,
        boolean active) {
    private static final int EMAILS_MAX = 100;

    /** Of somebody who is active unless it says otherwise. */
    static UserAttributes read(Json sent) throws ScimRefusal {
        return read(sent, true);
    }

    /** @param active what they are when it does not say */
    static UserAttributes read(Json sent, boolean active) throws ScimRefusal {
        Json body = ResourceBody.kept(sent);
        boolean says = AttributePath.member(body, "active").flatMap(Json::bool).orElse(active);
        return new UserAttributes(
                ResourceBody.with(body, "active", Json.of(says)),
                ResourceBody.requiredText(body, "userName"),
                ResourceBody.text(body, "externalId"),
                ResourceBody.text(body, "displayName").or(() -> fullName(body)),
                email(body),
                emails(body)
                        .flatMap(email -> value(email).stream())
                        .map(Folded::of)
                        .distinct()
                        .limit(EMAILS_MAX)
                        .toList(),
                says);
    }

    /** What a login said of somebody of whom SCIM said nothing. */
    static Json known(String userName, Optional<String> displayName, Optional<String> email, boolean active) {
        Optional<Json> emails = email.map(address -> Json.of(List.of(Json.object()
                .put("value", address)
                .put("type", "work")
                .put("primary", true)
                .build())));
        return Json.object()
                .put("userName", userName)
                .putIf("displayName", displayName)
                .putJsonIf("emails", emails)
                .put("active", active)
                .build();
    }

    private static Optional<String> fullName(Json body) {
        Json name = AttributePath.member(body, "name").orElse(Json.EMPTY_OBJECT);
        String parts = String.join(
                " ",
                Stream.of("givenName", "familyName")
                        .flatMap(part -> text(name, part).stream())
                        .toList());
        return text(name, "formatted").or(() -> Optional.of(parts)).filter(Storable::is);
    }

    private static Stream<Json> emails(Json body) {
        return AttributePath.member(body, "emails").stream().flatMap(emails -> emails.elements().stream());
    }

    private static Optional<String> email(Json body) {
        return Stream.of(
                        emails(body)
                                .filter(email -> AttributePath.member(email, "primary")
                                        .flatMap(Json::bool)
                                        .orElse(false)),
                        emails(body)
                                .filter(email -> text(email, "type")
                                        .filter("work"::equalsIgnoreCase)
                                        .isPresent()),
                        emails(body))
                .flatMap(candidates -> candidates)
                .flatMap(email -> value(email).stream())
                .filter(Storable::is)
                .findFirst();
    }

    private static Optional<String> value(Json email) {
        return text(email, "value");
    }

    private static Optional<String> text(Json object, String name) {
        return AttributePath.member(object, name).flatMap(Json::string);
    }
}
