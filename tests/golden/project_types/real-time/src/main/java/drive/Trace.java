package drive;

import java.util.concurrent.atomic.AtomicLong;

/** The last cycles, for one writer and one reader; all memory is taken at the start. */
final class Trace {
    static final int FIELDS = 5;
    private static final int CYCLES = 1 << 15;

    private final float[] ring = new float[CYCLES * FIELDS];
    private final AtomicLong written = new AtomicLong();

    void record(float yaw, float pitch, float yawTorque, float pitchTorque, float slackMicros) {
        long cycle = written.getPlain();
        int at = (int) (cycle & (CYCLES - 1)) * FIELDS;
        ring[at] = yaw;
        ring[at + 1] = pitch;
        ring[at + 2] = yawTorque;
        ring[at + 3] = pitchTorque;
        ring[at + 4] = slackMicros;
        written.setRelease(cycle + 1);
    }

    /** Copies what came after the given cycle; returns the cycle to go on from. */
    long copySince(long from, float[] into, int[] count) {
        long end = written.getAcquire();
        long start = Math.max(from, end - CYCLES / 2);
        int room = into.length / FIELDS;
        int cycles = (int) Math.min(room, end - start);
        for (int i = 0; i < cycles; i++) {
            int at = (int) ((start + i) & (CYCLES - 1)) * FIELDS;
            System.arraycopy(ring, at, into, i * FIELDS, FIELDS);
        }
        count[0] = cycles;
        return start + cycles;
    }
}
