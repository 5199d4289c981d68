package dev.gatehouse.auth.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters mean what RFC 7644 §3.4.2.2 says, and what is no filter is refused with its name. */
class FilterTest {
    private static final Json ANN = json("""
            {"id":"A1","userName":"Ann@Corp.Test","externalId":"x-1","active":true,"title":"",
             "name":{"givenName":"Ann","familyName":"O'Neil \\"x\\""},
             "emails":[{"type":"work","value":"ann@corp.test","primary":true},{"type":"home","value":"ann@home.test"}],
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","manager":{"value":"B2"}},
             "logins":12,"meta":{"lastModified":"2026-01-02T03:04:05.000Z"}}""");

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (dev.gatehouse.core.json.JsonSyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userName eq \"ann@corp.test\"",
                "USERNAME EQ \"ANN@CORP.TEST\"",
                "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ann\"",
                "externalId eq \"x-1\"",
                "active eq true",
                "active eq \"True\"",
                "name.familyName co \"NEIL \\\"\"",
                "emails eq \"ann@home.test\"",
                "emails.value ew \"HOME.test\"",
                "emails[type eq \"work\"].value eq \"ann@corp.test\"",
                "emails[type eq \"home\" and value co \"@home\"]",
                "emails[not (type eq \"work\") and not (primary pr)]",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"7\"",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"B2\"",
                "logins gt 9 and logins le 12 and logins ge 12.0 and logins lt 1e2",
                "meta.lastModified gt \"2026-01-02T03:04:04Z\"",
                "meta.lastModified lt \"2026-01-02T05:04:06+01:00\"",
                "nickName eq null",
                "nickName ne \"x\"",
                "not (nickName pr)",
                "not (title pr)",
                "userName ne \"bob\"",
                "userName eq \"bob\" or userName sw \"a\" and active eq true",
                "(userName eq \"bob\" or active eq true) and (id eq \"A1\")",
                "name pr",
            })
    void matches(String filter) throws Exception {
        assertThat(FilterParser.parse(filter).matches(ANN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "externalId eq \"X-1\"",
                "id eq \"a1\"",
                "userName eq \"ann\"",
                "userName ne \"ANN@corp.test\"",
                "emails ne \"ann@home.test\"",
                "emails[type eq \"work\" and value co \"home\"]",
                "active eq false",
                "nickName pr",
                "nickName co \"\"",
                "title pr",
                "logins gt 12",
                "logins gt \"1\"",
                "userName eq \"bob\" or userName sw \"b\" and active eq true",
                "(userName sw \"a\" or active eq true) and (id eq \"B1\")",
                "userName eq null",
                "userName eq 7",
            })
    void does_not_match(String filter) throws Exception {
        assertThat(FilterParser.parse(filter).matches(ANN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "userName",
                "userName eq",
                "userName eq ",
                "userName eq bob",
                "userName eq 'bob'",
                "userName eq \"bob",
                "userName eq \"bo\\",
                "userName eq \"b\\ud800\"",
                "userName is \"bob\"",
                "userName eq \"bob\" and",
                "userName eq \"bob\" or or active pr",
                "userName eq \"bob\" active pr",
                "userName eq \"bob\"x",
                "userName eq {\"a\":1}",
                "userName eq [1]",
                "(userName pr",
                "userName pr)",
                "()",
                "not userName pr",
                "not (userName pr",
                "emails[type eq \"work\"",
                "emails[]",
                "emails[type eq \"work\"].",
                "emails[type eq \"work\"].value",
                "active gt true",
                "active co true",
                "userName lt null",
                "user name eq \"x\"",
                "a.b.c.d eq 1",
                ".a eq 1",
                "a. eq 1",
                "a..b eq 1",
                "9a eq 1",
                "a;drop eq 1",
                "a\u0000b eq 1",
                "\u00e4 eq 1",
                "urn: eq 1",
                "urn:x:y: eq 1",
            })
    void is_refused_as_an_invalid_filter(String filter) {
        assertThat(refusal(filter).kind()).isEqualTo(ScimRefusal.Kind.INVALID_FILTER);
    }

    private static ScimRefusal refusal(String filter) {
        return catchThrowableOfType(ScimRefusal.class, () -> FilterParser.parse(filter));
    }

    @Test
    void limits_are_told_and_not_reached_by_the_stack() {
        assertThat(refusal("(".repeat(4000)).detail()).isEqualTo("nested deeper than " + FilterParser.DEPTH_MAX);
        assertThat(refusal("not (".repeat(800)).detail()).isEqualTo("nested deeper than " + FilterParser.DEPTH_MAX);
        assertThat(refusal("a[".repeat(2000)).detail()).isEqualTo("nested deeper than " + FilterParser.DEPTH_MAX);
        assertThat(refusal("a pr or ".repeat(100) + "a pr").detail())
                .isEqualTo("more than " + FilterParser.TERMS_MAX + " terms");
        assertThat(refusal("a".repeat(5000) + " pr").detail())
                .isEqualTo("longer than " + FilterParser.CHARS_MAX + " characters");
    }

    @Test
    void only_what_no_match_can_lack_is_certain() throws Exception {
        assertThat(certain("userName eq \"a\" and (id eq \"b\" and not (title eq \"c\"))"))
                .containsExactly("userName", "id");
        assertThat(certain("userName eq \"a\" or id eq \"b\"")).isEmpty();
        assertThat(certain("userName sw \"a\"")).isEmpty();
        assertThat(certain("emails[type eq \"work\" and value eq \"x\"]"))
                .containsExactly("emails.type", "emails.value");
    }

    private static List<String> certain(String filter) throws ScimRefusal {
        return FilterParser.parse(filter)
                .certain()
                .map(compare -> String.join(".", compare.path().steps()))
                .toList();
    }
}
