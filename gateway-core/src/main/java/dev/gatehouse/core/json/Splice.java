package dev.gatehouse.core.json;

/** Changes to a value that copy every byte they do not change. */
final class Splice {
    private Splice() {}

    /** The object that lies between two offsets, with one member set. */
    static Json with(byte[] in, int from, int to, String name, Json value) {
        int end = from + 1;
        Cursor member = new Cursor(in, from);
        while (member.next()) {
            if (StringDecoder.matches(in, member.nameFrom, member.nameTo, name)) {
                return replace(in, from, to, member.valueFrom, member.valueTo, value);
            }
            end = member.valueTo;
        }
        Output out = new Output(to - from + name.length() + value.length() + 8).raw(in, from, end);
        if (end > from + 1) {
            out.ascii(',');
        }
        return out.quoted(name).ascii(':').value(value).raw(in, end, to).json();
    }

    /** The value that lies between two offsets, with a part of it replaced. */
    static Json replace(byte[] in, int from, int to, int partFrom, int partTo, Json value) {
        Output out = new Output(to - from - (partTo - partFrom) + value.length());
        return out.raw(in, from, partFrom).value(value).raw(in, partTo, to).json();
    }

    /** The object without the members of these names; {@code object} itself when it has none of them. */
    static Json without(Json object, byte[] in, int from, int to, String... names) {
        Output out = new Output(to - from);
        int kept = 0;
        int all = 0;
        int end = from + 1;
        Cursor member = new Cursor(in, from);
        while (member.next()) {
            all++;
            int open = member.nameFrom - 1;
            if (!isNamed(in, member, names)) {
                // Before the first member stands what stood before the first; before others, their own comma.
                out.raw(in, kept == 0 ? open : end, open);
                out.raw(in, open, member.valueTo);
                kept++;
            }
            end = member.valueTo;
        }
        if (kept == all) {
            return object;
        }
        return new Output(out.size() + to - end + 1)
                .ascii('{')
                .raw(out.bytes(), 0, out.size())
                .raw(in, end, to)
                .json();
    }

    private static boolean isNamed(byte[] in, Cursor member, String... names) {
        for (String name : names) {
            if (StringDecoder.matches(in, member.nameFrom, member.nameTo, name)) {
                return true;
            }
        }
        return false;
    }
}
