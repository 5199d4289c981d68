package dev.gatehouse.audit.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what it is offered, and answers as a test wants. */
final class RememberingSink implements Sink {
    final List<List<SinkRecord>> offered = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();
    volatile Function<List<SinkRecord>, Answer> answering = _ -> new Answer.Taken();

    @Override
    public Answer take(List<SinkRecord> records) {
        offered.add(new ArrayList<>(records));
        Answer answer = answering.apply(records);
        switch (answer) {
            case Answer.Taken() -> keep(records);
            case Answer.Refused(int index, String _) -> keep(records.subList(0, index));
            case Answer.Unfit _, Answer.Later _ -> {}
        }
        return answer;
    }

    private void keep(List<SinkRecord> records) {
        records.forEach(record -> taken.add(record.id()));
    }
}
