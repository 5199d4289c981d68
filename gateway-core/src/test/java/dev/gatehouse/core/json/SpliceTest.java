package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpliceTest {
    private static final int DOCUMENTS = 20_000;
    private static final Json VALUE = Json.of("new");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{}`                    | a | `{\"a\":9}`",
                "`{ }`                   | a | `{\"a\":9 }`",
                "`{\"b\":1}`             | a | `{\"b\":1,\"a\":9}`",
                "`{ \"b\" : 1 }`         | a | `{ \"b\" : 1,\"a\":9 }`",
                "`{\"a\" : 1 ,\"b\":2}`  | a | `{\"a\" : 9 ,\"b\":2}`",
                "`{\"\\u0061\":[1,2]}`   | a | `{\"\\u0061\":9}`",
                "`{\"x\":{\"a\":1}}`     | a | `{\"x\":{\"a\":1},\"a\":9}`",
            })
    void setsAMemberInItsPlaceOrAtTheEnd(String before, String name, String after) throws Exception {
        assertThat(Json.read(before).with(name, Json.of(9))).hasToString(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"a\":1}`                            | `{}`",
                "`{ \"a\" : 1 }`                        | `{ }`",
                "`{\"a\":1,\"x\":1}`                    | `{\"x\":1}`",
                "`{\"x\":1 , \"a\":1}`                  | `{\"x\":1}`",
                "`{\"x\":1, \"a\":1, \"y\":[ 1 ] }`     | `{\"x\":1, \"y\":[ 1 ] }`",
                "`{\"a\":1,\"\\u0062\":1,\"x\":1}`      | `{\"x\":1}`",
                "`{\"x\":1,\"a\":1,\"b\":1}`            | `{\"x\":1}`",
                "`{\"a\":1,\"x\":1,\"b\":1,\"y\":1}`    | `{\"x\":1,\"y\":1}`",
                "`{\"a\":1,\"b\":1}`                    | `{}`",
            })
    void removesMembersWithTheirCommas(String before, String after) throws Exception {
        assertThat(Json.read(before).without("a", "b", "nowhere")).hasToString(after);
    }

    @Test
    void keepsTheValueItselfWhenThereIsNothingToRemoveOrReplace() throws Exception {
        Json object = Json.read("{\"x\":{\"a\":1}}");
        assertThat(object.without("a", "b")).isSameAs(object);
        assertThat(object.without()).isSameAs(object);
        assertThat(object.replace(JsonPointer.parse("/x/b"), VALUE)).isSameAs(object);
    }

    @Test
    void changesMembersOfObjectsOnly() {
        assertThatThrownBy(() -> Json.NULL.with("a", VALUE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Json.of("secret").without("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesToSetANameThatUtf8CannotSay() {
        assertThatThrownBy(() -> Json.EMPTY_OBJECT.with("\ud800", VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyMemberSetLeavesTheOthersByteForByte() throws Exception {
        RandomJson random = new RandomJson(1);
        for (int i = 0; i < DOCUMENTS; i++) {
            Json before = inTheMiddleOfAnArray(random.object(3));
            String name = random.name();
            Map<String, Json> expected = new LinkedHashMap<>(before.members());
            expected.put(name, VALUE);
            assertSameMembers(before.with(name, VALUE), expected);
        }
    }

    @Test
    void anyMembersRemovedLeaveTheOthersByteForByte() throws Exception {
        RandomJson random = new RandomJson(2);
        for (int i = 0; i < DOCUMENTS; i++) {
            Json before = inTheMiddleOfAnArray(random.object(3));
            Set<String> names = Set.copyOf(List.of(random.name(), random.name(), random.name()));
            Map<String, Json> expected = new LinkedHashMap<>(before.members());
            expected.keySet().removeAll(names);
            assertSameMembers(before.without(names.toArray(String[]::new)), expected);
        }
    }

    @Test
    void anyPlaceReplacedLeavesAllOtherBytes() throws Exception {
        RandomJson random = new RandomJson(3);
        for (int i = 0; i < DOCUMENTS; i++) {
            Json before = inTheMiddleOfAnArray(random.object(4));
            List<JsonPointer> places = places(before);
            JsonPointer place = places.get(random.below(places.size()));
            Json part = before.at(place).orElseThrow();
            Json after = before.replace(place, VALUE);
            assertThat(Json.read(after.bytes()).at(place)).hasValue(VALUE);
            assertThat(after.replace(place, part)).isEqualTo(before);
        }
    }

    /** A slice with other bytes on both sides, so that an offset taken from the wrong end shows. */
    private static Json inTheMiddleOfAnArray(String object) throws JsonSyntaxException {
        return Json.read("[\"before\"," + object + ",\"after\"]").elements().get(1);
    }

    private static void assertSameMembers(Json after, Map<String, Json> expected) throws JsonSyntaxException {
        Map<String, Json> members = Json.read(after.bytes()).members();
        assertThat(members).as(after.toString()).isEqualTo(expected);
        assertThat(members.keySet()).containsExactlyElementsOf(expected.keySet());
    }

    private static List<JsonPointer> places(Json root) {
        List<JsonPointer> places = new ArrayList<>();
        collect("", root, places);
        return places;
    }

    private static void collect(String path, Json value, List<JsonPointer> places) {
        places.add(JsonPointer.parse(path));
        value.members().forEach((name, member) -> {
            collect(path + "/" + name.replace("~", "~0").replace("/", "~1"), member, places);
        });
        for (int i = 0; i < value.elements().size(); i++) {
            collect(path + "/" + i, value.elements().get(i), places);
        }
    }
}
