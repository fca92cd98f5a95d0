package drive;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** Reads the encoders, computes both torques and writes them, every 500 microseconds. */
public final class ControlLoop implements Runnable {
    private static final long PERIOD_NANOS = 500_000;
    private static final long SPIN_NANOS = 60_000;
    private static final int MAX_MISSED = 3;
    private static final double TICKS_TO_RADIANS = 2 * Math.PI / (1 << 20);

    private final FileChannel device;
    private final ByteBuffer input = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer output = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
    private final Axis yaw = new Axis(14.0, 22.0, 0.9, 1.8);
    private final Axis pitch = new Axis(11.0, 18.0, 0.7, 1.2);
    private final Trace trace = new Trace();
    private volatile double yawTarget;
    private volatile double pitchTarget;
    private volatile boolean running = true;
    private int missedInRow;

    ControlLoop(FileChannel device) {
        this.device = device;
    }

    void aim(double yawAngle, double pitchAngle) {
        yawTarget = yawAngle;
        pitchTarget = pitchAngle;
    }

    void stop() {
        running = false;
    }

    @Override
    public void run() {
        long deadline = System.nanoTime() + PERIOD_NANOS;
        try {
            while (running) {
                waitUntil(deadline);
                cycle(deadline);
                long slack = deadline + PERIOD_NANOS - System.nanoTime();
                if (slack < 0) {
                    overrun(-slack);
                    deadline = System.nanoTime() + PERIOD_NANOS;
                } else {
                    missedInRow = 0;
                    deadline += PERIOD_NANOS;
                }
            }
        } catch (IOException broken) {
            System.err.println("device lost: " + broken.getMessage());
        } finally {
            brake();
        }
    }

    private void cycle(long start) throws IOException {
        input.clear();
        while (input.hasRemaining()) {
            if (device.read(input) < 0) {
                throw new IOException("end of device");
            }
        }
        double yawAngle = input.getInt(0) * TICKS_TO_RADIANS;
        double pitchAngle = input.getInt(4) * TICKS_TO_RADIANS;
        double dt = PERIOD_NANOS * 1e-9;
        double yawTorque = yaw.update(yawAngle, yawTarget, dt);
        double pitchTorque = pitch.update(pitchAngle, pitchTarget, dt);
        send((float) yawTorque, (float) pitchTorque, 1);
        float slack = (start + PERIOD_NANOS - System.nanoTime()) / 1000f;
        trace.record((float) yawAngle, (float) pitchAngle, (float) yawTorque, (float) pitchTorque, slack);
    }

    private void send(float yawTorque, float pitchTorque, int enabled) throws IOException {
        output.clear();
        output.putFloat(yawTorque).putFloat(pitchTorque).putInt(enabled).flip();
        device.write(output);
    }

    /** Sleeps while there is time to be woken late, then spins. */
    private static void waitUntil(long deadline) {
        long left;
        while ((left = deadline - System.nanoTime()) > 0) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void overrun(long nanos) {
        if (++missedInRow >= MAX_MISSED) {
            System.err.println(missedInRow + " deadlines missed in a row, last by " + nanos / 1000 + " us");
            running = false;
        }
    }

    private void brake() {
        try {
            yaw.reset();
            pitch.reset();
            send(0, 0, 0);
        } catch (IOException lost) {
            System.err.println("motors not disabled: " + lost.getMessage());
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw")) {
            ControlLoop loop = new ControlLoop(file.getChannel());
            Thread thread = new Thread(loop, "control");
            thread.setPriority(Thread.MAX_PRIORITY);
            thread.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> loop.stopAndWait(thread)));
            loop.keepTrace(thread, Path.of(arguments[1]));
        }
    }

    /** The motors must be off before the machine halts. */
    private void stopAndWait(Thread thread) {
        stop();
        try {
            thread.join(100);
        } catch (InterruptedException early) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepTrace(Thread thread, Path path) throws IOException, InterruptedException {
        float[] copied = new float[4096 * Trace.FIELDS];
        int[] count = new int[1];
        long next = 0;
        ByteBuffer bytes = ByteBuffer.allocateDirect(copied.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (thread.isAlive()) {
                Thread.sleep(500);
                next = trace.copySince(next, copied, count);
                bytes.clear();
                bytes.asFloatBuffer().put(copied, 0, count[0] * Trace.FIELDS);
                file.write(bytes.limit(count[0] * Trace.FIELDS * Float.BYTES));
            }
        }
    }
}
