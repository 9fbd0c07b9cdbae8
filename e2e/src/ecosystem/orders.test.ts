import { FEW, testOrders } from './orders';

testOrders(FEW);
