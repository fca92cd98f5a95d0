package drive;

/** Position and rate control of one axis. Nothing here allocates. */
final class Axis {
    private static final double INTEGRAL_LIMIT = 0.35;

    private final double gain;
    private final double integralGain;
    private final double rateGain;
    private final double torqueLimit;
    private double integral;
    private double rate;
    private double lastAngle;
    private boolean primed;

    Axis(double gain, double integralGain, double rateGain, double torqueLimit) {
        this.gain = gain;
        this.integralGain = integralGain;
        this.rateGain = rateGain;
        this.torqueLimit = torqueLimit;
    }

    void reset() {
        integral = 0;
        rate = 0;
        primed = false;
    }

    /** Torque in newton metres towards the target angle in radians. */
    double update(double angle, double target, double dt) {
        if (!primed) {
            lastAngle = angle;
            primed = true;
        }
        double measured = wrap(angle - lastAngle) / dt;
        lastAngle = angle;
        rate += 0.18 * (measured - rate);
        double error = wrap(target - angle);
        double torque = gain * error + integralGain * integral - rateGain * rate;
        if (Math.abs(torque) < torqueLimit) {
            integral += error * dt;
            integral = Math.max(-INTEGRAL_LIMIT, Math.min(INTEGRAL_LIMIT, integral));
        }
        return Math.max(-torqueLimit, Math.min(torqueLimit, torque));
    }

    private static double wrap(double angle) {
        if (angle > Math.PI) {
            return angle - 2 * Math.PI;
        }
        return angle < -Math.PI ? angle + 2 * Math.PI : angle;
    }
}
