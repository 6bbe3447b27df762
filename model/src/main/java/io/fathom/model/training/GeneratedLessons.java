package io.fathom.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fathom.model.nn.CycleNetwork;
import io.fathom.model.nn.RowStates;
import io.fathom.model.training.Curriculum.Progress;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lessons from new records at every step, as the {@link Curriculum} says; only the last of a lesson's cycles answers
 * ({@code ce-final} of papers.md 1.5 with as many cycles as the lesson has).
 */
final class GeneratedLessons implements Lessons {
    /** One of so many records is as hard as its lesson allows, the others are of any difficulty. */
    private static final int HARDEST_ONE_IN = 3;

    private final RecordGenerator generator;
    private final TextEncoder encoder;
    private final Curriculum curriculum;
    private final int rows;
    private final long seed;
    private Progress progress = Progress.START;

    /** @param rows records of a lesson */
    GeneratedLessons(RecordGenerator generator, TextEncoder encoder, Curriculum curriculum, int rows, long seed) {
        this.generator = generator;
        this.encoder = encoder;
        this.curriculum = curriculum;
        this.rows = rows;
        this.seed = seed;
    }

    @Override
    public Lesson at(int step) {
        SplittableRandom random = new SplittableRandom(seed * 7_368_787L + step);
        Curriculum.Lesson plan = curriculum.next(progress, random);
        List<String> labels = generator.labels();
        int[][] ids = new int[rows][];
        int[] answers = new int[rows];
        boolean[] hard = new boolean[rows];
        long tokens = 0;
        for (int r = 0; r < rows; r++) {
            int difficulty = random.nextInt(HARDEST_ONE_IN) == 0 ? plan.hardest() : 1 + random.nextInt(plan.hardest());
            GeneratedRecord record = generator.record((long) step * rows + r, difficulty);
            ids[r] = encoder.encode(record.text(), 0, random);
            answers[r] = labels.indexOf(record.label());
            hard[r] = difficulty == plan.hardest();
            tokens += ids[r].length;
        }
        return new FromRecords(plan, ids, answers, hard, tokens);
    }

    private final class FromRecords implements Lesson {
        private final Curriculum.Lesson plan;
        private final int[][] ids;
        private final int[] answers;
        private final boolean[] hard;
        private final long tokens;

        private FromRecords(Curriculum.Lesson plan, int[][] ids, int[] answers, boolean[] hard, long tokens) {
            this.plan = plan;
            this.ids = ids;
            this.answers = answers;
            this.hard = hard;
            this.tokens = tokens;
        }

        @Override
        public NDArray loss(NDManager manager, CycleNetwork network) {
            RowStates states = network.begin(manager, ids);
            for (int c = 0; c < plan.cycles(); c++) {
                states = network.cycle(manager, states, new int[] {c}).states();
            }
            NDArray logits = network.answer(manager, states, new int[] {plan.cycles() - 1}); // [rows, labels]
            NDArray logP = logits.logSoftmax(1);
            int labels = generator.labels().size();
            progress = curriculum.after(progress, plan, accuracyOfHard(logP.toFloatArray(), labels));
            return logP.mul(manager.create(negatedTargets(labels), new Shape(rows, labels)))
                    .sum();
        }

        private float[] negatedTargets(int labels) {
            float[] flat = new float[rows * labels];
            for (int r = 0; r < rows; r++) {
                flat[r * labels + answers[r]] = -1f / rows;
            }
            return flat;
        }

        /** 0 in the rare batch without a hard record. */
        private double accuracyOfHard(float[] logP, int labels) {
            int all = 0;
            int right = 0;
            for (int r = 0; r < rows; r++) {
                if (hard[r]) {
                    all++;
                    right += best(logP, r * labels, labels) == answers[r] ? 1 : 0;
                }
            }
            return all == 0 ? 0 : (double) right / all;
        }

        private static int best(float[] values, int from, int count) {
            int best = 0;
            for (int i = 1; i < count; i++) {
                best = values[from + i] > values[from + best] ? i : best;
            }
            return best;
        }

        @Override
        public long tokens() {
            return tokens;
        }
    }

    @Override
    public String fingerprint() {
        return generator.toString();
    }

    @Override
    public Curriculum settings() {
        return curriculum;
    }

    @Override
    public float[] state() {
        return new float[] {progress.level(), progress.accuracy()};
    }

    @Override
    public void restore(float[] state) {
        progress = new Progress((int) state[0], state[1]);
    }
}
