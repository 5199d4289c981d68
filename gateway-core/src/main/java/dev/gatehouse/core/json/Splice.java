package dev.gatehouse.core.json;

/** Changes to a value that copy every byte they do not change. */
final class Splice {
    private Splice() {}

    /** The object with one member set. */
    static Json with(Json object, String name, Json value) {
        int end = object.from + 1;
        Cursor member = new Cursor(object);
        while (member.next()) {
            if (member.isNamed(name)) {
                return replace(object, member.value(), value);
            }
            end = member.valueTo();
        }
        Output out = new Output(object.length() + name.length() + value.length() + 8).raw(object.in, object.from, end);
        if (end > object.from + 1) {
            out.ascii(',');
        }
        return out.name(name).value(value).raw(object.in, end, object.to).json();
    }

    /** The value {@code whole} with {@code part}, a slice of it, replaced. */
    static Json replace(Json whole, Json part, Json value) {
        return new Output(whole.length() - part.length() + value.length())
                .raw(whole.in, whole.from, part.from)
                .value(value)
                .raw(whole.in, part.to, whole.to)
                .json();
    }

    /** The object without the members of these names; {@code object} itself when it has none of them. */
    static Json without(Json object, String... names) {
        if (!hasAny(object, names)) {
            return object;
        }
        Output out = new Output(object.length()).ascii('{');
        boolean first = true;
        int end = object.from + 1;
        Cursor member = new Cursor(object);
        while (member.next()) {
            if (!isAny(member, names)) {
                // The comma before a member goes and stays with it, except that the first kept one has none.
                out.raw(object.in, first ? member.from() : end, member.valueTo());
                first = false;
            }
            end = member.valueTo();
        }
        return out.raw(object.in, end, object.to).json();
    }

    private static boolean hasAny(Json object, String... names) {
        Cursor member = new Cursor(object);
        while (member.next()) {
            if (isAny(member, names)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(Cursor member, String... names) {
        for (String name : names) {
            if (member.isNamed(name)) {
                return true;
            }
        }
        return false;
    }
}
