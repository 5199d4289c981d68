package dev.gatehouse.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file:///{name} | file:///a.txt",
                "file:///{+path} | file:///a/b/c.txt",
                "db://{table}/rows/{id} | db://users/rows/7",
                "x:{a}{b} | x:ab",
                "git://repo{/owner,name} | git://repo/me/it",
                "q://s{?term,page} | q://s?term=x&page=2",
                "q://s{?term} | q://s",
                "q://s?fixed=1{&more} | q://s?fixed=1&more=2",
                "x:{#frag} | x:#top",
                "{+any} | anything:at/all",
                "x:{unclosed | x:{unclosed",
                "plain:uri | plain:uri"
            })
    void these_came_out_of_it(String template, String uri) {
        assertThat(UriTemplate.of(template).matches(uri)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file:///{name} | file:///a/b.txt",
                "file:///{name} | file:///",
                "file:///{name} | ftp:///a",
                "db://{table}/rows/{id} | db://users/rows/",
                "db://{table}/rows/{id} | db://users/columns/7",
                "git://repo{/owner,name} | git://repo/me",
                "q://s{?term} | q://sterm=x",
                "plain:uri | plain:uris",
                "plain:uri | plain"
            })
    void these_did_not(String template, String uri) {
        assertThat(UriTemplate.of(template).matches(uri)).isFalse();
    }

    @Test
    void a_template_made_to_stall_is_over_at_once() {
        String hostile = "x:" + "{a}".repeat(UriTemplate.PARTS_MAX - 1);
        assertThat(UriTemplate.of(hostile + "!").matches("x:" + "a".repeat(8_000)))
                .isFalse();
        assertThat(UriTemplate.of("{+a}".repeat(UriTemplate.PARTS_MAX + 1)).matches("a".repeat(8_000)))
                .isFalse();
        assertThat(UriTemplate.of("").matches("")).isFalse();
    }
}
